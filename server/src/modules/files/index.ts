import type { ServerModule } from "../module.ts";
import { fileChecks } from "./file-checks.repo.ts";
import { fileBroadcast } from "./file.broadcast.ts";
import { fileGauges } from "./file.gauges.ts";
import { fileRoutes } from "./file.routes.ts";
import { readAnew } from "./stages/mend-work.ts";
import { removeStaleFiles } from "./remove-stale-files.ts";

export { claimConsultationImage, claimFiles } from "./claim-files.ts";
export { createUpload } from "./create-upload.ts";
export { checkFileLink, openFileContent } from "./file-content.ts";
export type { FileLink } from "./file-link.ts";
export { lookAt as lookAtFiles, presentFiles, presentRecord as presentFile } from "./file.present.ts";
export {
  countRefusedSince,
  countUnscanned,
  findFile as getFileRecord,
  findFiles as getFileRecords,
  type FileRecord,
} from "./file.repo.ts";
export { FILES_COLLECTION, objectsOf } from "./file-objects.ts";
export { fileQueue } from "./file-queue.ts";
export { createFileReader, type FileReader } from "./stages/file-reader.ts";
export { scannerState } from "./scan/create-scanner.ts";
export { finishUpload } from "./finish-upload.ts";
export { ownUpload, runningUpload } from "./own-upload.ts";
export { removeUpload } from "./remove-upload.ts";
export { UNATTACHED_DAYS } from "./remove-stale-files.ts";
export { requireDiskRoom } from "./upload-allowance.ts";
export { bytesReceived, takeBytes } from "./upload-bytes.ts";

export const filesModule: ServerModule = {
  routes: { files: fileRoutes },
  broadcast: fileBroadcast,
  gauges: fileGauges,
  checks: fileChecks,
  jobs: [
    { name: "files:remove-stale", every: "17 * * * *", run: removeStaleFiles },
    { name: "files:read-anew", every: "*/5 * * * *", run: readAnew },
  ],
};
