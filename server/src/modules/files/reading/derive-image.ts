import sharp, { type Sharp } from "sharp";

import { decodeBmpPixels, decodeHeicPixels, refusePixelFlood, type RawPixels } from "./decode-raw.ts";
import type { Derivative, KeepPicture } from "./derive-result.ts";
import { displaySide, maxPages, maxPixels } from "./limits.ts";
import { orBroken, RefusedFile } from "./refusal.ts";
import { encodeThumb, encodeWebp, withoutData } from "./encode-webp.ts";

// libvips keeps what it decoded: no use for files read once.
sharp.cache(false);

const fromRaw = ({ data, width, height }: RawPixels): Sharp => sharp(data, { raw: { width, height, channels: 4 } });

/**
 * Pictures of the file, ready to be shrunk: one, or one per page of a TIFF scan (an animated GIF or WebP gives its first
 * frame). Sizes are judged from the header; `limitInputPixels` is the second lock should a header lie.
 */
async function openPages(bytes: Buffer, mediaType: string): Promise<Array<() => Promise<Sharp>>> {
  if (mediaType.startsWith("image/hei")) return [async () => fromRaw(await decodeHeicPixels(bytes))];
  if (mediaType === "image/bmp") return [async () => fromRaw(await decodeBmpPixels(bytes))];
  // "truncated" stops at missing data but tolerates the harmless warnings that many phones' files give.
  const options = { limitInputPixels: maxPixels, failOn: "truncated" } as const;
  // The limit is lifted for the header alone, which decodes nothing, to tell "too many pixels" from "broken".
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

/** Gives `display` per page and `thumb` of page 0. Throws RefusedFile when the file is at fault. */
export async function deriveImage(bytes: Buffer, mediaType: string, keep: KeepPicture): Promise<Derivative[]> {
  const pages = await orBroken(() => openPages(bytes, mediaType));
  const derivatives: Derivative[] = [];
  for (const [page, open] of pages.entries()) {
    // One page at a time, since each may hold 400 MB while it is being shrunk.
    const picture = await orBroken(open);
    const display = await encodeWebp(picture, { variant: "display", page, maxSide: displaySide });
    // Made from the display picture: that is small, upright and clean.
    const made = page === 0 ? [await encodeThumb(sharp(display.data)), display] : [display];
    for (const each of made) keep(each);
    derivatives.push(...made.map(withoutData));
  }
  return derivatives;
}
