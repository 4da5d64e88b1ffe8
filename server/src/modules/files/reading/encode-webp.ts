import type { Sharp } from "sharp";

import type { Derivative, Picture } from "./derive-result.ts";
import { thumbSide } from "./limits.ts";
import { orBroken } from "./refusal.ts";

type Slot = { variant: Derivative["variant"]; page: number; maxSide: number };

/**
 * Encodes one picture. Transparency becomes white, as on paper: black print on a clear background would vanish in a dark
 * viewer. sharp converts to sRGB and writes no metadata unless asked to, so GPS and names end here.
 */
export async function encodeWebp(picture: Sharp, { variant, page, maxSide }: Slot): Promise<Picture> {
  const { data, info } = await orBroken(() =>
    picture
      .flatten({ background: "white" })
      .resize({ width: maxSide, height: maxSide, fit: "inside", withoutEnlargement: true })
      .webp({ quality: variant === "display" ? 82 : 75 })
      .toBuffer({ resolveWithObject: true }),
  );
  const { width, height } = info;
  return { variant, page, width, height, flaw: null, data };
}

/** The thumbnail of page 0, for lists; none when it cannot be made, for which no page is held back. */
export const thumbOf = (display: Sharp): Promise<Picture[]> =>
  encodeWebp(display, { variant: "thumb", page: 0, maxSide: thumbSide }).then(
    (thumb) => [thumb],
    () => [],
  );

export const withoutData = ({ data: _, ...derivative }: Picture): Derivative => derivative;
