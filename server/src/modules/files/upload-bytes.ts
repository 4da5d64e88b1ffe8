import { inPieces, type Parts } from "../../platform/byte-store.ts";
import type { Services } from "../../platform/context.ts";
import type { FileRecord } from "./file.repo.ts";
import { runningUpload } from "./own-upload.ts";

/*
 * The bytes of an upload under way: sealed pieces in `services.uploads`, each an object whose name says which bytes it
 * holds (`<folder of the upload>/<start>-<length>`). Any server goes on where another stopped. Two that take in the same
 * bytes at once, an old connection beside the new one, write pieces that overlap and say the same; none replaces another.
 */

/** So much is held in memory, and sent again when a server is killed. */
const PIECE_BYTES = 512 * 1024;

type Upload = Pick<FileRecord, "uploadId">;
type Kept = Pick<Services, "uploads">;

interface Piece {
  key: string;
  start: number;
  /** Place of the first byte after it. */
  end: number;
}

const folderOf = ({ uploadId }: Upload) => `${uploadId.slice(0, 2)}/${uploadId.slice(2)}`;
const keyOf = (file: Upload, start: number, length: number) => `${folderOf(file)}/${start}-${length}`;

/** The upload that a key of the store belongs to. */
export const uploadIdOf = (key: string): string => key.split("/").slice(0, 2).join("");

/** The pieces that hold an upload from its first byte without a gap. */
async function piecesOf({ uploads }: Kept, file: Upload): Promise<Piece[]> {
  const all: Piece[] = [];
  for await (const key of uploads.keys(folderOf(file))) {
    const [, start, length] = /\/(\d+)-(\d+)$/.exec(key) ?? [];
    if (start && length) all.push({ key, start: Number(start), end: Number(start) + Number(length) });
  }
  const chain: Piece[] = [];
  for (const piece of all.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const reach = chain.at(-1)?.end ?? 0;
    if (piece.start <= reach && piece.end > reach) chain.push(piece);
  }
  return chain;
}

/** How many bytes are here, from the first one on. */
export async function bytesReceived(services: Kept, file: Upload): Promise<number> {
  return (await piecesOf(services, file)).at(-1)?.end ?? 0;
}

/**
 * Stores bytes that continue an upload at `offset`; answers the place after the last one. When the source breaks off,
 * what came before is stored first. Nothing is left when the upload was finished or withdrawn meanwhile.
 */
export async function takeBytes(services: Kept, file: Upload, offset: number, source: Parts): Promise<number> {
  const last = (await piecesOf(services, file)).at(-1);
  // A short last piece is written anew with what follows, so that an upload in crumbs does not become a thousand objects.
  const crumb = last?.end === offset && last.end - last.start < PIECE_BYTES ? last : undefined;
  let at = crumb?.start ?? offset;
  try {
    for await (const piece of inPieces(crumb ? after(services, crumb, source) : source, PIECE_BYTES)) {
      const key = keyOf(file, at, piece.length);
      if (key !== crumb?.key) await services.uploads.put(key, { size: piece.length, source: [piece] });
      if (crumb && at === crumb.start && key !== crumb.key) await services.uploads.remove(crumb.key);
      at += piece.length;
    }
  } finally {
    if (!(await runningUpload(file.uploadId))) await removeBytes(services, file);
  }
  return at;
}

async function* after({ uploads }: Kept, { key }: Piece, source: Parts): AsyncGenerator<Uint8Array> {
  yield* uploads.read(key);
  yield* source;
}

/** The bytes of an upload as the client sent them. */
export async function* uploadedBytes(services: Kept, file: Upload): AsyncGenerator<Buffer> {
  let at = 0;
  for (const { key, start, end } of await piecesOf(services, file)) {
    yield* services.uploads.read(key, { start: at - start, end: end - start - 1 });
    at = end;
  }
}

export const removeBytes = ({ uploads }: Kept, file: Upload): Promise<void> => uploads.remove(folderOf(file));
