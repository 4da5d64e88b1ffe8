import { systemContext, type Services } from "../../../platform/context.ts";
import { inTransaction } from "../../../platform/database.ts";
import { recordFact } from "../../../platform/outbox.ts";
import "../file.facts.ts";
import { originalKey } from "../file-places.ts";
import { markQuarantined } from "../file.repo.ts";
import type { Scanner } from "../scan/scanner.ts";
import { endWork } from "./file-work.repo.ts";
import { finishReading, MAX_ATTEMPTS } from "./finish-reading.ts";
import type { ReadingTask } from "./read-stages.ts";
import { tryMs } from "./reading-budget.ts";
import { stages } from "./stages.ts";

/**
 * Has the original looked through for malware. In what is found nothing is deleted: the file is set aside, nobody is given any
 * byte of it again, and its owner is told. A scanner that is away, or cannot say, holds up nothing but the original.
 */
export async function readScan(services: Services, scanner: Scanner, task: ReadingTask): Promise<void> {
  const { work, file } = task;
  const at = services.now();
  const { version } = stages.scan;
  if (work.attempts > MAX_ATTEMPTS) {
    services.log.error({ fileId: file.id }, "file could not be scanned");
    return finishReading(services, task, { scan: { version, state: "failed", result: null, at } });
  }
  const verdict = await scanner.scan(services.objects.read(originalKey(file)), tryMs(work));
  const found = { version, state: "done" as const, result: { ...verdict, scanner: scanner.name }, at };
  if (verdict.verdict === "clean") return finishReading(services, task, { scan: found });
  await inTransaction(services, async () => {
    if (!(await endWork(work)) || !(await markQuarantined(file.id, found, at))) return;
    const { id, ownerUserId, subject } = file;
    await recordFact(systemContext(services, "files:scan", `file-${id}`), {
      type: "file:quarantined",
      patientId: subject.type === "patient" ? subject.id : null,
      entity: { type: "file", id },
      data: { fileId: id, ownerUserId, subject, signature: verdict.signature },
    });
  });
  services.log.warn({ fileId: file.id, signature: verdict.signature }, "file quarantined");
}
