import { mkdir, open, readFile } from "node:fs/promises";
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

/** All anchors in order of their numbers; lines torn by a crash are left out. */
export async function readAnchors(env: Pick<Env, "DATA_DIR">): Promise<Anchor[]> {
  const text = await readFile(fileOf(env), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const anchors = text.split("\n").flatMap((line) => {
    const parsed = anchorSchema.safeParse(parseLine(line));
    return parsed.success ? [parsed.data] : [];
  });
  return anchors.toSorted((a, b) => a.seq - b.seq);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
