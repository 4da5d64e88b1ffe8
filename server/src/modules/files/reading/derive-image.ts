import sharp, { type Sharp } from "sharp";

import { decodeBmpPixels, decodeHeicPixels, refusePixelFlood, type RawPixels } from "./decode-raw.ts";
import type { Derivative, KeepPicture } from "./derive-result.ts";
import { displaySide, maxPages, maxPixels } from "./limits.ts";
import { orBroken, RefusedFile } from "./refusal.ts";
import { encodeThumb, encodeWebp, withoutData } from "./encode-webp.ts";

// libvips caches decoded pictures, which is useless for files read once.
sharp.cache(false);

const fromRaw = ({ data, width, height }: RawPixels): Sharp => sharp(data, { raw: { width, height, channels: 4 } });

/**
 * Pictures of the file, ready to be resized: one, or one per page of a TIFF (of an animated GIF or WebP the first
 * frame). Sizes are checked in the header; `limitInputPixels` is the second check, should a header lie.
 */
async function openPages(bytes: Buffer, mediaType: string): Promise<Array<() => Promise<Sharp>>> {
  if (mediaType.startsWith("image/hei")) return [async () => fromRaw(await decodeHeicPixels(bytes))];
  if (mediaType === "image/bmp") return [async () => fromRaw(await decodeBmpPixels(bytes))];
  // "truncated" stops at missing data but tolerates the harmless warnings that many phones' files give.
  const options = { limitInputPixels: maxPixels, failOn: "truncated" } as const;
  // Without the limit only the header is read, which decodes nothing; so "too many pixels" can be told from "broken".
  const { width, height, pages = 1 } = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
  refusePixelFlood(width, height);
  const count = mediaType === "image/tiff" ? pages : 1;
  if (count > maxPages) throw new RefusedFile("file_too_many_pages");
  return Array.from({ length: count }, (_, page) => async () => {
    const picture = sharp(bytes, { ...options, page });
    // Later pages of a TIFF have sizes of their own.
    if (page > 0) {
      const header = await sharp(bytes, { ...options, limitInputPixels: false, page }).metadata();
      refusePixelFlood(header.width, header.height);
    }
    return picture.autoOrient();
  });
}

/** Emits `display` for each page and `thumb` of page 0. Throws RefusedFile when the file is at fault. */
export async function deriveImage(bytes: Buffer, mediaType: string, keep: KeepPicture): Promise<Derivative[]> {
  const pages = await orBroken(() => openPages(bytes, mediaType));
  const derivatives: Derivative[] = [];
  for (const [page, open] of pages.entries()) {
    // One page at a time, since each may hold 400 MB while it is being shrunk.
    const picture = await orBroken(open);
    const display = await encodeWebp(picture, { variant: "display", page, maxSide: displaySide });
    // Made from the display picture, which is small, upright and free of metadata.
    const made = page === 0 ? [await encodeThumb(sharp(display.data)), display] : [display];
    for (const each of made) keep(each);
    derivatives.push(...made.map(withoutData));
  }
  return derivatives;
}
