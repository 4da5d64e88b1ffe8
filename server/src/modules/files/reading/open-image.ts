import sharp, { type Sharp } from "sharp";

import { profileOfHeic, withProfile } from "./colour-profile.ts";
import { decodeBmpPixels, decodeHeicPixels, refusePixelFlood, type RawPixels } from "./decode-raw.ts";
import { firstFrameOf } from "./first-frame.ts";
import { maxPages, maxPixels } from "./limits.ts";
import { piecesOf } from "./pieces.ts";
import { RefusedFile } from "./refusal.ts";

// libvips caches decoded pictures, which is useless for files read once.
sharp.cache(false);

/** "truncated" stops where data are missing but tolerates the warnings that many phones' files give; "none" goes on. */
export type Patience = "truncated" | "none";

/** One picture to be shown, upright and ready to be resized. */
export type OpenPicture = (failOn: Patience) => Promise<Sharp>;

const fromRaw = ({ data, width, height }: RawPixels): Sharp => sharp(data, { raw: { width, height, channels: 4 } });

/** Its parts, when it is too long to be read as one. */
const inPieces = (size: { width: number; height: number }, open: OpenPicture): OpenPicture[] => {
  const pieces = piecesOf(size);
  return pieces.length === 1 ? [open] : pieces.map((piece) => async (failOn) => (await open(failOn)).extract(piece));
};

async function openRaw(pixels: RawPixels, profile?: Buffer): Promise<OpenPicture[]> {
  const pictures = inPieces(pixels, async () => fromRaw(pixels));
  return profile ? pictures.map((open) => async (failOn) => withProfile(await open(failOn), profile)) : pictures;
}

/**
 * The pictures of a file: one, several of one that is very long, or one per page of a TIFF (of an animated GIF, PNG or
 * WebP the first frame). Sizes are checked in the header; `limitInputPixels` is the second check, should a header lie.
 */
export async function openPictures(file: Buffer, mediaType: string): Promise<OpenPicture[]> {
  const bytes = mediaType === "image/webp" ? firstFrameOf(file) : file;
  if (mediaType.startsWith("image/hei")) return openRaw(await decodeHeicPixels(bytes), profileOfHeic(bytes));
  if (mediaType === "image/bmp") return openRaw(await decodeBmpPixels(bytes));
  // Without the limit only the header is read, which decodes nothing; so "too many pixels" can be told from "broken".
  const sizeOf = async (page: number) => {
    const { autoOrient, ...header } = await sharp(bytes, { limitInputPixels: false, page }).metadata();
    refusePixelFlood(header.width, header.height);
    return { pages: header.pages ?? 1, ...autoOrient };
  };
  const first = await sizeOf(0);
  const count = mediaType === "image/tiff" ? first.pages : 1;
  if (count > maxPages) throw new RefusedFile("file_too_many_pages");
  const open = (page: number) => (failOn: Patience) =>
    sharp(bytes, { limitInputPixels: maxPixels, failOn, page }).autoOrient();
  if (count === 1) return inPieces(first, async (failOn) => open(0)(failOn));
  return Array.from({ length: count }, (_, page) => async (failOn) => {
    // Later pages of a TIFF have sizes of their own.
    if (page > 0) await sizeOf(page);
    return open(page)(failOn);
  });
}
