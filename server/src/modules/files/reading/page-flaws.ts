import sharp from "sharp";

import type { Picture } from "./derive-result.ts";

/** Longest side, in pixels, at which a page is looked at: small print still shows, and noise is averaged away. */
const LOOK_SIDE = 640;
/** How far apart print is from what is around it; the noise of a phone's camera in bad light stays below (of 255). */
const NOISE = 12;
/**
 * Mean of those differences below which a page has nothing on it. Measured: blank sheets with strong noise 0.011, a page
 * number alone 0.016, one line of small print 0.043, the emptiest reports of the corpus 0.08 and more.
 */
const BLANK_BELOW = 0.025;
/** A stamp-sized picture says too little to be judged. */
const SMALLEST = 64;

/** Whether there is nothing to be read on a page; shadows and the light of a lamp count as nothing. */
export async function isBlank({ data, width, height }: Pick<Picture, "data" | "width" | "height">): Promise<boolean> {
  if (Math.min(width, height) < SMALLEST) return false;
  const grey = () => sharp(data).greyscale().resize({ width: LOOK_SIDE, height: LOOK_SIDE, fit: "inside" });
  const [page, around] = await Promise.all([grey().raw().toBuffer(), grey().blur(6).raw().toBuffer()]);
  let sum = 0;
  for (const [at, value] of page.entries()) {
    const difference = Math.abs(value - (around[at] ?? 0));
    if (difference > NOISE) sum += difference;
  }
  return sum / page.length < BLANK_BELOW;
}

const BANDS = 64;

/** Share of a picture, from below, that a decoder has filled with one grey because the bytes for it are missing. */
export async function missingShare(display: Uint8Array): Promise<number> {
  const width = 32;
  const { data, info } = await sharp(display)
    .greyscale()
    .resize({ width, height: BANDS, fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const last = data.at(-1) ?? 0;
  let bands = 0;
  for (let band = info.height - 1; band >= 0; band--) {
    const row = data.subarray(band * width, (band + 1) * width);
    if (row.some((value) => Math.abs(value - last) > 3)) break;
    bands++;
  }
  return bands / BANDS;
}
