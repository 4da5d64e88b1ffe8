import type { Services } from "../../platform/context.ts";
import type { DataCheck } from "../../platform/data-check.ts";
import { eachRow, opens, rowsOf } from "../../platform/row-checks.ts";
import { objectsOf } from "./file-objects.ts";
import { FileModel, type FileDoc } from "./file.model.ts";
import { openName } from "./file.present.ts";
import { resultOf, toRecord } from "./file.repo.ts";
import { filesWithWork } from "./stages/file-work.repo.ts";
import { bytesReceived, uploadIdOf } from "./upload-bytes.ts";

/** Reads all bytes; throws at the first chunk that is unreadable or was changed. */
async function bytesRead(services: Services, key: string): Promise<number> {
  let bytes = 0;
  for await (const chunk of services.objects.read(key)) bytes += (chunk as Buffer).length;
  return bytes;
}

async function troubleWith(services: Services, file: FileDoc, key: string, deep: boolean): Promise<string | null> {
  const name = key.slice(file.folder.length + 1);
  // `size` throws for an object that was changed or lies under another name.
  const size = await services.objects.size(key).catch(() => undefined);
  if (size === undefined) return `${name} cannot be read`;
  if (size === null) return `${name} is not in the store`;
  if (name === "original" && size !== file.bytes) return `${name} has ${size} bytes of ${file.bytes}`;
  if (!deep) return null;
  const read = await bytesRead(services, key).catch(() => null);
  return read === size ? null : `${name} cannot be read`;
}

const objects: DataCheck = {
  name: "files.bytes-in-store",
  async run({ services, deep, saw, broken }) {
    for await (const file of rowsOf<FileDoc>(FileModel)) {
      const keys = objectsOf(file);
      saw(keys.length);
      for (const key of keys) {
        const why = await troubleWith(services, file, key, deep);
        if (why !== null) broken(String(file._id), why);
      }
    }
  },
};

/**
 * A file's row is written before its first byte and deleted after its last, so an object without a row is left over.
 */
const strays: DataCheck = {
  name: "files.no-bytes-without-row",
  async run({ services, saw, broken }) {
    const folders = new Set<string>();
    const uploads = new Set<string>();
    const stored: string[] = [];
    // Objects are listed before rows: a file added in the meantime has its row by then.
    for await (const key of services.objects.keys()) stored.push(key);
    const pieces: string[] = [];
    for await (const key of services.uploads.keys()) pieces.push(key);
    for await (const file of rowsOf<FileDoc>(FileModel)) {
      folders.add(file.folder);
      uploads.add(file.uploadId);
    }
    saw(stored.length + pieces.length);
    for (const key of stored) if (!folders.has(key.slice(0, key.lastIndexOf("/")))) broken(key, "an object of no file");
    for (const key of pieces) if (!uploads.has(uploadIdOf(key))) broken(key, "an upload of no file");
  },
};

export const fileChecks: readonly DataCheck[] = [
  objects,
  strays,
  eachRow<FileDoc>("files.upload-not-longer-than-announced", FileModel, async (file, services) => {
    if (file.status !== "uploading") return null;
    const bytes = await bytesReceived(services, file);
    return bytes > file.bytes ? `${bytes} bytes of ${file.bytes}` : null;
  }),
  eachRow<FileDoc>("files.state-is-whole", FileModel, (file) => {
    if (file.status === "ready" && !resultOf(file, "pages")?.pages.length) return "ready without a page";
    if (["refused", "quarantined"].includes(file.status) && !file.refusal) return "refused without a reason";
    return file.attached && ["uploading", "removing"].includes(file.status) ? `attached and ${file.status}` : null;
  }),
  // One to be removed gets its work at the next start, where a backup has kept it without.
  eachRow<FileDoc>("files.work-waits-for-file", FileModel, async ({ _id, status }) => {
    const unread = status === "processing" && !(await filesWithWork([String(_id)])).has(String(_id));
    return unread ? "nothing reads it" : null;
  }),
  opens<FileDoc>("files.name-opens", FileModel, (file, keys) => openName({ keys }, toRecord(file))),
];
