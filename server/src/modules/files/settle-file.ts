import type { FileRefusal } from "@fuzhen/shared/files/file.schema.ts";
import { systemContext, type Services } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import { eraseBytes } from "./erase-file.ts";
import "./file.facts.ts";
import { originalKey, pictureKey } from "./file-places.ts";
import { markReady, markRefused, markSlow, noteRefusal, type LeasedFile } from "./file-work.repo.ts";
import type { DerivePool } from "./reading/derive-pool.ts";
import type { Derivative } from "./reading/derive-result.ts";

/** After this many failures on our side the person is told that the file could not be read, and can send it again. */
const MAX_ATTEMPTS = 15;

/** Nearly every paper is read in this; what takes longer waits for its one reader, so that it holds up nobody else's. */
const SHORT_TRY_MS = 10_000;
const LONG_TRY_MS = 60_000;
export const tryMs = ({ slow }: Pick<LeasedFile, "slow">) => (slow ? LONG_TRY_MS : SHORT_TRY_MS);

/**
 * Reads one uploaded file: stores its pictures and marks it `ready`, or marks it `refused` and keeps nothing of it. May
 * be run again at any point: pictures are overwritten, and a refusal already stored is completed. Throws for faults
 * that are not the file's.
 */
export async function settleFile(services: Services, pool: DerivePool, file: LeasedFile): Promise<void> {
  if (file.refusal) return refuse(services, file, file.refusal);
  if (file.attempts > MAX_ATTEMPTS) return refuse(services, file, "file_broken");
  const began = performance.now();
  const key = originalKey(file);
  const bytes = await services.objects.size(key);
  if (bytes === null) throw new Error("the bytes of the file are not in the store");
  const source = { bytes, read: () => services.objects.read(key) };
  const result = await pool.derive(
    source,
    ({ variant, page, data }) =>
      services.objects.put(pictureKey(file, `${variant}-${page}`), { size: data.length, source: [data] }),
    tryMs(file),
  );
  if (!result.ok && result.refusal === "file_timeout" && !file.slow) return markSlow(file);
  if (!result.ok) return refuse(services, file, result.refusal);
  const pages = pagesOf(result.derivatives);
  await settled(services, file, "ready", (at) => markReady(file, { kind: result.kind, pages }, at));
  const ms = Math.round(performance.now() - began);
  services.log.info({ fileId: file.id, mediaType: result.mediaType, pages: pages.length, ms }, "file read");
}

const pagesOf = (derivatives: readonly Derivative[]) =>
  derivatives
    .filter((picture) => picture.variant === "display")
    .toSorted((a, b) => a.page - b.page)
    .map(({ width, height, flaw }) => ({ width, height, flaw }));

async function refuse(services: Services, file: LeasedFile, refusal: FileRefusal): Promise<void> {
  if (!(await noteRefusal(file, refusal))) return;
  await eraseBytes(services, file);
  await settled(services, file, "refused", (at) => markRefused(file, at));
  services.log.info({ fileId: file.id, refusal }, "file refused");
}

/**
 * Stores the final state and its fact in one transaction; no fact when the lease or the file was lost in the meantime.
 */
async function settled(
  services: Services,
  file: LeasedFile,
  outcome: "ready" | "refused",
  mark: (at: Date) => Promise<boolean>,
): Promise<void> {
  const ctx = systemContext(services, "files:settle", `file-${file.id}`);
  await inTransaction(ctx, async () => {
    if (!(await mark(ctx.now()))) return;
    const { ownerUserId, consultationId } = file;
    await recordFact(ctx, {
      type: "file:settled",
      patientId: file.patientId,
      entity: { type: "file", id: file.id },
      data: { fileId: file.id, ownerUserId, consultationId, outcome },
    });
  });
}
