import { systemContext, type Services } from "../../../platform/context.ts";
import { inTransaction } from "../../../platform/database.ts";
import { recordFact } from "../../../platform/outbox.ts";
import "../file.facts.ts";
import { keepReadings, type FileRecord } from "../file.repo.ts";
import { addWork, endWork } from "./file-work.repo.ts";
import type { ReadingTask } from "./read-stages.ts";
import { openPools, poolsDue, type Readings } from "./stages.ts";

/** After so many failures on our side a stage gives up. */
export const MAX_ATTEMPTS = 15;

/**
 * The end of the work, what it found, what other stages can now begin and the fact, in one transaction; nothing when the lease or
 * the file was lost in the meantime.
 */
export async function finishReading(services: Services, { work, file }: ReadingTask, found: Readings): Promise<void> {
  const readyAt = file.status === "processing" && found.pages?.state === "done" ? services.now() : null;
  await inTransaction(services, async () => {
    if (!(await endWork(work)) || !(await keepReadings(file.id, found, { readyAt }))) return;
    const next = poolsDue({ ...file.readings, ...found }, openPools(services.env)).filter((kind) => kind !== work.kind);
    await addWork(
      next.map((kind) => ({ file, kind, rank: work.rank })),
      services.now(),
    );
    if (readyAt) await tellSettled(services, file, "ready");
  });
}

export const tellSettled = (
  services: Services,
  { id, ownerUserId, subject }: FileRecord,
  outcome: "ready" | "refused",
): Promise<void> =>
  recordFact(systemContext(services, "files:read", `file-${id}`), {
    type: "file:settled",
    patientId: subject.type === "patient" ? subject.id : null,
    entity: { type: "file", id },
    data: { fileId: id, ownerUserId, subject, outcome },
  });
