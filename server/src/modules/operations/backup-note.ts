import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { instantSchema } from "@fuzhen/shared/fields.ts";
import type { SystemHealth } from "@fuzhen/shared/operations/health.schema.ts";

const noteSchema = z.object({
  at: instantSchema,
  ok: z.boolean(),
  bytes: z.number().optional(),
  missing: z.int().optional(),
});

/** How the last backup went, as the command `backup` left it in DATA_DIR; null when there is no record that can be read. */
export async function lastBackup(dataDir: string): Promise<SystemHealth["backup"]> {
  try {
    const text = await readFile(path.join(dataDir, "backup.json"), "utf8");
    const { at, ok, bytes = null, missing = 0 } = noteSchema.parse(JSON.parse(text));
    return { at, ok, bytes, missing };
  } catch {
    return null;
  }
}
