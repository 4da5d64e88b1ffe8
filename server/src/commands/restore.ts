import { parseArgs } from "node:util";
import { runAtDesk } from "../operator.ts";
import { restoreBackup } from "../restore.ts";

// restore --from FILE [--data-dir DIR] [--force]: a backup back into an empty DATA_DIR. Needs the master key of that time,
// as MASTER_KEY or as keys/master.key in the folder (and BACKUP_KEY when it was made with one). Stop the server first.
const { values } = parseArgs({
  options: { from: { type: "string" }, "data-dir": { type: "string" }, force: { type: "boolean" } },
});

await runAtDesk(async ({ env, log, say }) => {
  if (!values.from) throw new Error("restore --from FILE [--data-dir DIR] [--force]");
  const into = { ...env, DATA_DIR: values["data-dir"] ?? env.DATA_DIR };
  const report = await restoreBackup({ env: into, log }, { from: values.from, force: values.force ?? false });
  for (const [name, rows] of Object.entries(report.manifest.collections)) say(`${name}: ${rows}`);
  if (report.aside) say(`what was there before lies in ${report.aside}`);
  say(`restored into ${into.DATA_DIR} as of ${report.manifest.madeAt}`);
  for (const { name, broken } of report.broken)
    for (const { row, why } of broken) say(`BROKEN  ${name}: ${row}: ${why}`);
  return report.broken.length === 0 ? 0 : 1;
});
