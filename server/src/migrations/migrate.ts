import type { BaseServices } from "../platform/context.ts";
import { compactCollection } from "../platform/raw-rows.ts";
import { encryptObjects, encryptUploads } from "./encrypt-files.ts";
import { isDone, markDone } from "./migration.repo.ts";
import { sealAnew, sealPersons } from "./seal-fields.ts";

/** One step from an older release. Run again after a crash, and beside another server: each row is changed once. */
interface Migration {
  name: string;
  /** Rows or files changed. */
  run(services: BaseServices): Promise<number>;
  /** Rewritten rows leave plain text behind in this collection's files. */
  compact?: string;
}

const migrations: readonly Migration[] = [
  { name: "seal-anew", run: sealAnew },
  { name: "seal-persons", run: sealPersons, compact: "patients" },
  { name: "encrypt-objects", run: encryptObjects },
  { name: "encrypt-uploads", run: encryptUploads },
];

/** Brings the data of an older release to this one, before anybody is served. A new installation has nothing to change. */
export async function migrate(services: BaseServices): Promise<void> {
  for (const { name, run, compact } of migrations) {
    if (await isDone(name)) continue;
    const began = performance.now();
    const rows = await run(services);
    if (rows > 0 && compact) await compactCollection(compact);
    await markDone(name, rows, services.now());
    services.log.info({ migration: name, rows, ms: Math.round(performance.now() - began) }, "data brought up to date");
  }
}
