import type { Services } from "../../platform/context.ts";
import { deleteFile, type LeasedFile } from "./file-work.repo.ts";
import { removeBytes } from "./upload-bytes.ts";

/** Bytes first, the row last: after a crash in between the removal is repeated, and no bytes are left without a row. */
export async function eraseFile(services: Services, file: LeasedFile): Promise<void> {
  await eraseBytes(services, file);
  await deleteFile(file);
  services.log.info({ fileId: file.id }, "file removed");
}

export async function eraseBytes(services: Services, file: LeasedFile): Promise<void> {
  await removeBytes(services, file);
  await services.objects.remove(file.folder);
}
