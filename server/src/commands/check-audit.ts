import { parseArgs } from "node:util";
import type { ChainBreak } from "@fuzhen/shared/audit/audit.rules.ts";
import { verifyAuditChain } from "../modules/audit/index.ts";
import { runCommand } from "../operator.ts";

// check-audit [--last N] [--json]: walks the chain of the audit trail and holds it against the anchors; names the first
// break and exits 1. Works beside a running server, changes nothing.
const { values } = parseArgs({ options: { last: { type: "string" }, json: { type: "boolean" } } });

const sentences: Record<ChainBreak, string> = {
  edited: "the row and its seal do not belong together: it was changed, or put in",
  forged: "the application did not write this row",
  missing: "no row has this number: it was taken out",
  reordered: "this row stands under a number that was another's",
  cut: "the trail ends before a place it had reached: cut off, or an old database was put back",
  rewritten: "another row stood here: the trail was cut off and has grown again, or an old database was put back",
  unsealed: "the row waits for its seal for more than a minute: no sealer runs, or it is kept from it",
  "unknown-key": "sealed with a key that is not among ours: another MASTER_KEY",
};

await runCommand({}, async ({ services, say }) => {
  if (values.last !== undefined && !/^[1-9]\d{0,8}$/.test(values.last))
    throw new Error("--last wants a number of rows");
  const began = performance.now();
  const check = await verifyAuditChain(services, { last: values.last ? Number(values.last) : null });
  const { rows, anchors, waiting, head, broken } = check;
  if (values.json) say(JSON.stringify({ ok: broken === null, ...check, ms: Math.round(performance.now() - began) }));
  else if (broken)
    say(`BROKEN  ${broken.kind} at seq ${broken.seq ?? "-"}, row ${broken.id ?? "-"}: ${sentences[broken.kind]}`);
  else
    say(
      `OK      ${rows} rows, ${anchors} anchors, ${waiting} waiting; head ${head ? `${head.seq} ${head.hash}` : "-"}`,
    );
  return broken ? 1 : 0;
});
