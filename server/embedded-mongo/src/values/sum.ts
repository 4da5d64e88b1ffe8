import { Decimal128, makeDouble, typeOf } from "../bson/types.ts";
import type { Numeric, Value } from "../bson/types.ts";
import { addExact, asDecimal, divideExact, finite, roundDigits, toDecimal, toExact } from "./decimal.ts";
import type { Exact } from "./decimal.ts";
import { fromInteger, toNumber } from "./numbers.ts";

/** What two doubles added lose, as a double of its own (Knuth's two-sum). */
const lost = (a: number, b: number, sum: number): number => {
  const part = sum - a;
  return a - (sum - part) + (b - part);
};

/**
 * The sum that `$sum` and `$avg` give: whole numbers exactly, doubles with what rounding loses kept beside (as MongoDB
 * does, so that ten times 0.1 is 1), decimals as decimals. Its type is the largest among the values'.
 */
export class Sum {
  private whole = 0n;
  private long = false;
  private high = 0;
  private low = 0;
  /** The plain sum says what infinities come to. */
  private plain = 0;
  private doubles = false;
  private decimal: Exact | undefined;
  count = 0;

  add(value: Numeric): this {
    this.count++;
    if (value instanceof Decimal128) this.decimal = addRounded(this.decimal ?? finite(0n, 0), toExact(value));
    else if (typeof value === "bigint") {
      this.whole += value;
      this.long = true;
    } else if (typeOf(value) === "int") this.whole += BigInt(toNumber(value));
    else {
      this.doubles = true;
      this.addDouble(toNumber(value));
    }
    return this;
  }

  private addDouble(value: number): void {
    this.plain += value;
    const sum = this.high + value;
    this.low += lost(this.high, value, sum);
    this.high = sum;
  }

  private parts(): { high: number; low: number } {
    const whole = Number(this.whole);
    const sum = this.high + whole;
    return { high: sum, low: this.low + lost(this.high, whole, sum) + Number(this.whole - BigInt(whole)) };
  }

  private double(): number {
    const { high, low } = this.parts();
    return Number.isFinite(high + low) ? high + low : this.plain + Number(this.whole);
  }

  private total(): Exact | undefined {
    if (this.decimal === undefined) return undefined;
    if (!this.doubles) return addRounded(this.decimal, finite(this.whole, 0));
    const { high, low } = this.parts();
    if (!Number.isFinite(high + low)) return addExact(this.decimal, toExact(makeDouble(this.double())));
    const rest = addRounded(roundDigits(toExact(high)), roundDigits(toExact(low)));
    return addRounded(this.decimal, rest);
  }

  result(): Numeric {
    const total = this.total();
    if (total !== undefined) return toDecimal(total);
    return this.doubles ? makeDouble(this.double()) : fromInteger(this.whole, this.long);
  }

  /** One division at the end; the average of nothing is null. */
  average(): Value {
    if (this.count === 0) return null;
    const total = this.total();
    if (total !== undefined) return toDecimal(divideExact(total, asDecimal(this.count)));
    return makeDouble(this.double() / this.count);
  }
}

const addRounded = (a: Exact, b: Exact): Exact => roundDigits(addExact(a, b));
