import type { Services } from "../../platform/context.ts";
import type { Later } from "../../platform/work/work-rows.ts";
import { deleteRemoving, findRemoving, type FileRecord } from "./file.repo.ts";
import { dropOtherWork, endWork, spared, type FileWork } from "./stages/file-work.repo.ts";
import { removeBytes } from "./upload-bytes.ts";

/** How long a withdrawn file waits for those who are still reading it. */
const READ_MS = 1000;

/**
 * Bytes first, then the row, the work last: after a crash in between the removal is repeated, and no bytes are left without a
 * row. Whoever is reading the file may still write pictures, so that is waited for.
 */
export async function eraseFile(services: Services, work: FileWork): Promise<Later | void> {
  const file = await findRemoving(work.fileId.toHexString());
  if (file) {
    if (await dropOtherWork(work, services.now())) return spared(work, services.now(), READ_MS);
    await eraseBytes(services, file);
    await deleteRemoving(file.id);
    services.log.info({ fileId: file.id }, "file removed");
  }
  await endWork(work);
}

export async function eraseBytes(services: Services, file: FileRecord): Promise<void> {
  await removeBytes(services, file);
  await services.objects.remove(file.folder);
}
