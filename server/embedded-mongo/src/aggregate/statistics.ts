import { isNumeric, makeDouble } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { toNumber } from "../values/numbers.ts";

/** Standard deviation of the numeric values; null when there are too few. */
export const deviation = (values: readonly Value[], sample: boolean): Value => {
  const numbers = values.filter(isNumeric).map(toNumber);
  const divisor = numbers.length - (sample ? 1 : 0);
  if (divisor < 1) return null;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return makeDouble(Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / divisor));
};
