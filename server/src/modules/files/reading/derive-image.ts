import { join } from "node:path";

import sharp, { type Sharp } from "sharp";

import { decodeBmpPixels, decodeHeicPixels, refusePixelFlood, type RawPixels } from "./decode-raw.ts";
import type { Derivative } from "./derive-result.ts";
import { displaySide, maxPages, maxPixels } from "./limits.ts";
import { orBroken, RefusedFile } from "./refusal.ts";
import { writeThumb, writeWebp } from "./write-webp.ts";

// libvips keeps decoded files by path: no use for files read once, and a danger when a path is written again.
sharp.cache(false);

const fromRaw = ({ data, width, height }: RawPixels): Sharp => sharp(data, { raw: { width, height, channels: 4 } });

/**
 * Pictures of the file, ready to be shrunk: one, or one per page of a TIFF scan (an animated GIF or WebP gives its first
 * frame). Sizes are judged from the header; `limitInputPixels` is the second lock should a header lie.
 */
async function openPages(path: string, mediaType: string): Promise<Array<() => Promise<Sharp>>> {
  if (mediaType.startsWith("image/hei")) return [async () => fromRaw(await decodeHeicPixels(path))];
  if (mediaType === "image/bmp") return [async () => fromRaw(await decodeBmpPixels(path))];
  // "truncated" stops at missing data but tolerates the harmless warnings that many phones' files give.
  const options = { limitInputPixels: maxPixels, failOn: "truncated" } as const;
  // The limit is lifted for the header alone, which decodes nothing, to tell "too many pixels" from "broken".
  const { width, height, pages = 1 } = await sharp(path, { ...options, limitInputPixels: false }).metadata();
  refusePixelFlood(width, height);
  const count = mediaType === "image/tiff" ? pages : 1;
  if (count > maxPages) throw new RefusedFile("file_too_many_pages");
  return Array.from({ length: count }, (_, page) => async () => {
    const picture = sharp(path, { ...options, page });
    // Later pages of a TIFF have sizes of their own.
    if (page > 0) {
      const header = await sharp(path, { ...options, limitInputPixels: false, page }).metadata();
      refusePixelFlood(header.width, header.height);
    }
    return picture.autoOrient();
  });
}

/** Writes `display-N.webp` per page and `thumb-0.webp` into `outDir`. Throws RefusedFile when the file is at fault. */
export async function deriveImage(path: string, mediaType: string, outDir: string): Promise<Derivative[]> {
  const pages = await orBroken(() => openPages(path, mediaType));
  const derivatives: Derivative[] = [];
  for (const [page, open] of pages.entries()) {
    // One page at a time, since each may hold 400 MB while it is being shrunk.
    const picture = await orBroken(open);
    const display = await writeWebp(picture, { outDir, variant: "display", page, maxSide: displaySide });
    if (page === 0) derivatives.push(await writeThumb(sharp(join(outDir, display.fileName)), outDir));
    derivatives.push(display);
  }
  return derivatives;
}
