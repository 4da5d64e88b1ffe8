import { displaySide, maxPages, maxStretch } from "./limits.ts";

export interface Piece {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Length of a piece to its width, as of an upright sheet. */
const SHEET = 1.5;
/** What two pieces share, so that a line cut by one edge is whole in the other. */
const OVERLAP = 0.06;

/**
 * How a picture is shown, in reading order: whole, or, when it is so long that shrunk to a page nobody could read it, in
 * pieces along its length that overlap a little. Sizes in pixels, upright.
 */
export function piecesOf({ width, height }: { width: number; height: number }): Piece[] {
  const [long, short] = width > height ? [width, height] : [height, width];
  if (long <= displaySide || long <= short * maxStretch) return [{ left: 0, top: 0, width, height }];
  const step = Math.max(short * SHEET * (1 - OVERLAP), long / maxPages);
  const count = Math.ceil((long - short * SHEET * OVERLAP) / step);
  return Array.from({ length: Math.max(1, Math.min(maxPages, count)) }, (_, at) => {
    const from = Math.floor(at * step);
    const length = Math.min(long - from, Math.ceil(step + short * SHEET * OVERLAP));
    return width > height
      ? { left: from, top: 0, width: length, height }
      : { left: 0, top: from, width, height: length };
  });
}
