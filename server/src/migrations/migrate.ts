import type { BaseServices } from "../platform/context.ts";
import { compactCollection } from "../platform/raw-rows.ts";
import { callsRingOut } from "./calls-ring-out.ts";
import { callForAllOffers } from "./call-for-offers.ts";
import { claimTimes } from "./claim-times.ts";
import { encryptObjects } from "./encrypt-files.ts";
import { groundGrants } from "./ground-grants.ts";
import { fileStages } from "./file-stages.ts";
import { isDone, markDone } from "./migration.repo.ts";
import { moveUploads } from "./move-uploads.ts";
import { namePersons } from "./name-persons.ts";
import { widenSearchKeys } from "./search-keys.ts";
import { oneWork } from "./one-work.ts";
import { noteDocuments } from "./note-documents.ts";
import { shareCodes } from "./share-codes.ts";
import { queuePlaces } from "./queue-places.ts";
import { visitParticipants } from "./visit-participants.ts";
import { sealAnew, sealPersons } from "./seal-fields.ts";

/** One migration step. May be repeated after a crash and run beside another server: each row is changed once. */
interface Migration {
  name: string;
  /** Rows or files changed. */
  run(services: BaseServices): Promise<number>;
  /** Collection to compact afterwards, since rewritten rows leave plain text in its files. */
  compact?: string;
}

const migrations: readonly Migration[] = [
  { name: "seal-anew", run: sealAnew },
  { name: "seal-persons", run: sealPersons, compact: "patients" },
  { name: "encrypt-objects", run: encryptObjects },
  { name: "claim-times", run: claimTimes },
  { name: "name-persons", run: namePersons },
  { name: "search-keys", run: widenSearchKeys },
  { name: "share-codes", run: shareCodes },
  { name: "call-for-offers", run: callForAllOffers },
  { name: "note-documents", run: noteDocuments },
  // Before the next, which knows uploads by their present shape.
  { name: "file-stages", run: fileStages },
  { name: "move-uploads", run: moveUploads },
  { name: "ground-grants", run: groundGrants },
  { name: "one-work", run: oneWork },
  { name: "visit-participants", run: visitParticipants },
  { name: "calls-ring-out", run: callsRingOut },
  { name: "queue-places", run: queuePlaces },
];

/** Migrates data of an older release before anybody is served; does nothing on a new installation. */
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
