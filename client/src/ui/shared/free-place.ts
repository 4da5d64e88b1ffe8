/** In CSS px of the viewport. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

const MARGIN = 12;
const GAP = 6;

const overlap = (a: Area, b: Area): number =>
  Math.max(0, Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top));

/** How much of `taken` a place hides, in px². */
export const covered = (place: Area, taken: readonly Area[]): number =>
  taken.reduce((sum, one) => sum + overlap(place, one), 0);

/**
 * Where a thing of that size lies over none of `taken`: as low on the screen as can be, and there nearest to the middle.
 * `over` is how much of `taken` it hides all the same, in px²; more than 0 only where the screen has no such place.
 */
export function freePlace(
  { width, height }: Pick<Area, "width" | "height">,
  taken: readonly Area[],
  screen: Pick<Area, "width" | "height">,
): Area & { over: number } {
  const [middle, right, lowest] = [
    (screen.width - width) / 2,
    screen.width - MARGIN - width,
    screen.height - MARGIN - height,
  ];
  // The lowest free place touches something below it or the end of the screen.
  const tops = [lowest, ...taken.map(({ top }) => top - GAP - height)].filter((top) => top >= 0 && top <= lowest);
  let best: (Area & { over: number }) | undefined;
  for (const top of new Set(tops.toSorted((a, b) => b - a))) {
    const beside = taken.filter((one) => one.top < top + height && one.top + one.height > top);
    const lefts = [
      middle,
      MARGIN,
      right,
      ...beside.flatMap((one) => [one.left + one.width + GAP, one.left - GAP - width]),
    ]
      .filter((left) => left >= 0 && left + width <= screen.width)
      .toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const left of lefts) {
      const over = covered({ left, top, width, height }, beside);
      if (!best || over < best.over) best = { left, top, width, height, over };
      if (over === 0) return best;
    }
  }
  return best ?? { left: Math.max(0, middle), top: Math.max(0, lowest), width, height, over: 0 };
}
