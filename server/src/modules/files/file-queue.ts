import { countUploading } from "./file.repo.ts";
import { waitingWork } from "./stages/file-work.repo.ts";

export interface FileQueue {
  /** Pieces of work on files that were sent or are to be removed. */
  waiting: number;
  oldestDueAt: Date | null;
  uploading: number;
}

/** How much work there is, for operators. */
export async function fileQueue(): Promise<FileQueue> {
  const [work, uploading] = await Promise.all([waitingWork(), countUploading()]);
  return { ...work, uploading };
}
