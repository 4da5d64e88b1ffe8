import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Services } from "../../platform/context.ts";

/**
 * The end of the chain at one moment, kept outside the database: whoever cuts off the trail in the database cannot cut it
 * here. Each is a line of `DATA_DIR/audit/anchors.jsonl`, or with a bucket, which all servers see, an object whose name
 * says everything: `anchors/<seq>-<hash>-<time in ms>`.
 */
const anchorSchema = z.object({ seq: z.int().min(1), hash: z.string(), at: z.iso.datetime() });
export type Anchor = z.infer<typeof anchorSchema>;
type Place = Pick<Services, "env" | "anchors">;

const fileOf = ({ env }: Place) => path.resolve(env.DATA_DIR, "audit", "anchors.jsonl");

const FOLDER = "anchors";
/** Names sort as their numbers do. */
const nameFrom = (seq: number) => `${FOLDER}/${String(seq).padStart(15, "0")}`;
/** The hash in hexadecimal, for names know no capitals. */
const nameOf = ({ seq, hash, at }: Anchor) => `${nameFrom(seq)}-${Buffer.from(hash).toString("hex")}-${Date.parse(at)}`;
const NAME = /\/(?<seq>\d{15})-(?<hash>[0-9a-f]+)-(?<ms>\d+)$/;

/** Stored when the promise resolves. */
export async function appendAnchor(place: Place, anchor: Anchor): Promise<void> {
  if (place.anchors) await place.anchors.write(nameOf(anchor), [Buffer.from(JSON.stringify(anchor))]);
  else await appendLine(fileOf(place), anchor);
}

async function appendLine(file: string, anchor: Anchor): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "a", 0o600);
  try {
    // The leading line break keeps a line torn by a crash from merging with this one.
    await handle.appendFile(`\n${JSON.stringify(anchor)}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Anchors of rows after `after`, in order of their numbers. Of a bucket and of the file, where there are both: the file
 * has those from before the bucket.
 */
export async function readAnchors(place: Place, after = 0): Promise<Anchor[]> {
  const anchors = await readLines(fileOf(place), after);
  for await (const key of place.anchors?.keys(FOLDER, nameFrom(after + 1)) ?? []) {
    const { seq, hash, ms } = NAME.exec(key)?.groups ?? {};
    if (!seq || !hash || !ms) continue;
    const at = new Date(Number(ms)).toISOString();
    anchors.push({ seq: Number(seq), hash: Buffer.from(hash, "hex").toString(), at });
  }
  return anchors.toSorted((a, b) => a.seq - b.seq);
}

/** A line is about 130 bytes, so a piece is some five hundred minutes of a busy house. */
const PIECE = 65_536;

/**
 * Lines torn by a crash are left out. Reads the file from its end, back to the first piece that has none: a line is added each minute for fifteen years. Within a piece they may be in any
 * order, for two processes may have written them.
 */
async function readLines(file: string, after: number): Promise<Anchor[]> {
  const anchors: Anchor[] = [];
  for await (const lines of piecesFromEnd(file)) {
    const all = lines.flatMap((line) => anchorSchema.safeParse(parseLine(line)).data ?? []);
    const found = all.filter(({ seq }) => seq > after);
    anchors.push(...found);
    if (all.length > 0 && found.length === 0) break;
  }
  return anchors;
}

/** The lines of the file piece by piece, the last piece first; none when there is no file. */
async function* piecesFromEnd(file: string): AsyncGenerator<string[]> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!handle) return;
  try {
    let rest = Buffer.alloc(0);
    for (let end = (await handle.stat()).size; end > 0;) {
      const start = Math.max(0, end - PIECE);
      const piece = Buffer.alloc(end - start);
      await handle.read(piece, 0, piece.length, start);
      const lines = Buffer.concat([piece, rest]).toString("latin1").split("\n");
      // What begins before this piece is put together with the next one.
      rest = Buffer.from(start > 0 ? (lines.shift() ?? "") : "", "latin1");
      yield lines;
      end = start;
    }
  } finally {
    await handle.close();
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
