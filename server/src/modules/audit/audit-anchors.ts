import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Env } from "../../env.ts";

/**
 * The end of the chain at one moment, kept in a file outside the database: whoever cuts off the trail in the database
 * cannot cut it here.
 */
const anchorSchema = z.object({ seq: z.int().min(1), hash: z.string(), at: z.iso.datetime() });
export type Anchor = z.infer<typeof anchorSchema>;

const fileOf = (env: Pick<Env, "DATA_DIR">) => path.resolve(env.DATA_DIR, "audit", "anchors.jsonl");

/** Appends one line; on disk when the promise resolves. */
export async function appendAnchor(env: Pick<Env, "DATA_DIR">, anchor: Anchor): Promise<void> {
  const file = fileOf(env);
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

/** A line is about 130 bytes, so a piece is some five hundred minutes of a busy house. */
const PIECE = 65_536;

/**
 * Anchors of rows after `after`, in order of their numbers; lines torn by a crash are left out. Reads the file from its end,
 * back to the first piece that has none: a line is added each minute for fifteen years. Within a piece they may be in any
 * order, for two processes may have written them.
 */
export async function readAnchors(env: Pick<Env, "DATA_DIR">, after = 0): Promise<Anchor[]> {
  const anchors: Anchor[] = [];
  for await (const lines of piecesFromEnd(fileOf(env))) {
    const all = lines.flatMap((line) => anchorSchema.safeParse(parseLine(line)).data ?? []);
    const found = all.filter(({ seq }) => seq > after);
    anchors.push(...found);
    if (all.length > 0 && found.length === 0) break;
  }
  return anchors.toSorted((a, b) => a.seq - b.seq);
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
