import { Decimal128 } from "../../bson/types.ts";
import type { Numeric } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { roundExact, toExact } from "../../values/decimal.ts";
import { toNumber } from "../../values/numbers.ts";

const overflow = (name: string) => new MongoError("Overflow", `date overflow in ${name}`);

/** The instant so many milliseconds after 1970; refused beyond what JavaScript can hold. */
export const dateAt = (milliseconds: bigint | number, name: string): Date => {
  const date = new Date(Number(milliseconds));
  if (Number.isNaN(date.getTime())) throw overflow(name);
  return date;
};

/** A number as whole milliseconds: doubles are rounded away from zero at a half, decimals to even. */
export const millisecondsOf = (value: Numeric, name: string): bigint => {
  if (typeof value === "bigint") return value;
  if (value instanceof Decimal128) {
    const { coefficient, exponent, special } = roundExact(toExact(value), 0, "even");
    if (special !== undefined || exponent > 40) throw overflow(name);
    return coefficient * 10n ** BigInt(exponent);
  }
  const number = toNumber(value);
  if (!Number.isFinite(number) || Math.abs(number) >= 2 ** 63) throw overflow(name);
  return BigInt(Math.sign(number) * Math.round(Math.abs(number)));
};
