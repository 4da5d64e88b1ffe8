import { parseArgs } from "node:util";
import { dataChecks } from "../modules/data-checks.ts";
import { runCommand } from "../operator.ts";
import { runDataChecks, type CheckResult } from "../platform/data-check.ts";

// check-data [--deep] [--json]: goes through everything that is stored and says what breaks a rule of the house; exit 1 then.
// Works beside a running server. --deep also reads every byte of every file. Changes nothing.
const { values } = parseArgs({ options: { deep: { type: "boolean" }, json: { type: "boolean" } } });

/** Rows named in a line; --json names all. */
const NAMED = 20;

function sentence({ name, rows, broken }: CheckResult): string {
  if (broken.length === 0) return `ok      ${name}: ${rows}`;
  const named = broken.slice(0, NAMED).map(({ row, why }) => `\n        ${row}: ${why}`);
  const more = broken.length > NAMED ? `\n        and ${broken.length - NAMED} more` : "";
  return `BROKEN  ${name}: ${broken.length} of ${rows}${named.join("")}${more}`;
}

await runCommand({}, async ({ services, say }) => {
  const results: CheckResult[] = [];
  for await (const result of runDataChecks(dataChecks, services, { deep: values.deep ?? false })) {
    results.push(result);
    if (!values.json) say(sentence(result));
  }
  const broken = results.reduce((sum, result) => sum + result.broken.length, 0);
  if (values.json) say(JSON.stringify({ ok: broken === 0, broken, checks: results }));
  else say(broken === 0 ? "all well" : `${broken} broken`);
  return broken === 0 ? 0 : 1;
});
