import sharp from "sharp";

import type { Derivative, KeepPicture, Picture } from "./derive-result.ts";
import { encodeWebp, thumbOf, withoutData } from "./encode-webp.ts";
import { displaySide, maxPages } from "./limits.ts";
import { openPictures, type OpenPicture, type Patience } from "./open-image.ts";
import { isBlank, missingShare } from "./page-flaws.ts";
import { orBroken, RefusedFile } from "./refusal.ts";

/** When more of a picture is missing, there is nothing worth showing. */
const MOST = 0.9;

/** Emits `display` for each page, at most so many, and `thumb` of page 0. Throws RefusedFile when the file is at fault. */
export async function deriveImage(
  bytes: Buffer,
  mediaType: string,
  keep: KeepPicture,
  most = maxPages,
): Promise<Derivative[]> {
  const pictures = await orBroken(() => openPictures(bytes, mediaType));
  const derivatives: Derivative[] = [];
  for (const [page, open] of pictures.slice(0, most).entries()) {
    // One page at a time, since each may hold 400 MB while it is being shrunk.
    const display = await drawPage(open, page);
    // Made from the display picture, which is small, upright and free of metadata.
    const made = page === 0 ? [...(await thumbOf(sharp(display.data))), display] : [display];
    for (const each of made) keep(each);
    derivatives.push(...made.map(withoutData));
  }
  return derivatives;
}

/** Whole, or as far as it can be read: bad lines and full phones leave photos without their end. */
async function drawPage(open: OpenPicture, page: number): Promise<Picture> {
  const draw = async (failOn: Patience) =>
    encodeWebp(await orBroken(() => open(failOn)), { variant: "display", page, maxSide: displaySide });
  try {
    const display = await draw("truncated");
    return { ...display, flaw: (await isBlank(display)) ? "blank" : null };
  } catch (error) {
    if (!(error instanceof RefusedFile) || error.refusal !== "file_broken") throw error;
    const display = await draw("none");
    if ((await missingShare(display.data)) > MOST) throw error;
    return { ...display, flaw: "incomplete" };
  }
}
