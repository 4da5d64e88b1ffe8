import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Sharp } from "sharp";

import type { Derivative } from "./derive-result.ts";
import { thumbSide } from "./limits.ts";
import { orBroken } from "./refusal.ts";

type Slot = { outDir: string; variant: Derivative["variant"]; page: number; maxSide: number };

/**
 * Encodes one picture and writes it. Transparency becomes white, as on paper: black print on a clear background would
 * vanish in a dark viewer. sharp converts to sRGB and writes no metadata unless asked to, so GPS and names end here.
 */
export async function writeWebp(picture: Sharp, { outDir, variant, page, maxSide }: Slot): Promise<Derivative> {
  const { data, info } = await orBroken(() =>
    picture
      .flatten({ background: "white" })
      .resize({ width: maxSide, height: maxSide, fit: "inside", withoutEnlargement: true })
      .webp({ quality: variant === "display" ? 82 : 75 })
      .toBuffer({ resolveWithObject: true }),
  );
  const fileName = `${variant}-${page}.webp`;
  // Written apart from the encoding, so that a full disk is not taken for a broken file.
  await writeFile(join(outDir, fileName), data);
  const { width, height } = info;
  return { variant, page, fileName, mediaType: "image/webp", width, height, bytes: data.length };
}

/** The list picture, made from page 0 of the display pictures just written: they are small, upright and clean. */
export function writeThumb(display: Sharp, outDir: string): Promise<Derivative> {
  return writeWebp(display, { outDir, variant: "thumb", page: 0, maxSide: thumbSide });
}
