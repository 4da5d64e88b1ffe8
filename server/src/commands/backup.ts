import { parseArgs } from "node:util";
import { createBackup, noteBackup } from "../backup.ts";
import { runCommand } from "../operator.ts";

// backup --to DIR|FILE [--keep N]: database and files as of now into one encrypted file, while the server runs or not.
// The master key is NOT in it: keep that (or BACKUP_KEY) somewhere else, without it a backup cannot be opened.
const { values } = parseArgs({ options: { to: { type: "string" }, keep: { type: "string" } } });

await runCommand({}, async ({ env, services, database, say }) => {
  if (!values.to) throw new Error("backup --to DIR|FILE [--keep N]");
  if (values.keep !== undefined && !/^[1-9]\d*$/.test(values.keep)) throw new Error("--keep takes a number from 1");
  const at = services.now().toISOString();
  try {
    const report = await createBackup(
      { services, database },
      { to: values.to, keep: values.keep === undefined ? null : Number(values.keep) },
    );
    const { file, bytes, manifest, removed } = report;
    const rows = Object.values(manifest.collections).reduce((sum, count) => sum + count, 0);
    const objects = manifest.entries.filter(({ name }) => name.startsWith("objects/")).length;
    say(`${file}: ${bytes} bytes, ${rows} rows, ${objects} objects`);
    say(
      `Keep ${env.BACKUP_KEY ? "BACKUP_KEY and the master key" : "the master key"} elsewhere: it is not in the backup, and without it nothing opens.`,
    );
    for (const name of removed) say(`removed ${name}`);
    for (const key of manifest.missing) say(`MISSING in the store, hence not in the backup: ${key}`);
    await noteBackup(env.DATA_DIR, { at, ok: true, file, bytes, missing: manifest.missing.length });
    return manifest.missing.length === 0 ? 0 : 1;
  } catch (error) {
    const sentence = error instanceof Error ? error.message : "unknown";
    // On a full disk this may fail as well; the first fault is the one to tell.
    await noteBackup(env.DATA_DIR, { at, ok: false, error: sentence }).catch(() => undefined);
    throw error;
  }
});
