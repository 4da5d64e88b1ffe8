import type { Doc, Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { dateAt } from "./date-value.ts";
import { needDate } from "./dates.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { named, needString, needWhole, nullish } from "./helpers.ts";
import { fromLocal, toLocal } from "./zones.ts";

const SIZE: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const unitOf = (value: Value, name: string): string => {
  const unit = needString(value, name);
  if (!(unit in SIZE) && !(unit in MONTHS)) throw new MongoError("FailedToParse", `unknown time unit value: ${unit}`);
  return unit;
};

/** An argument that was given and comes out as null makes the result null; one that was left out does not. */
const givesNull = (args: Doc, ...names: string[]): boolean => names.some((name) => name in args && nullish(args[name]));

const zoneOf = (value: Value, name: string): string | undefined =>
  value === undefined ? undefined : needString(value, name);

/** Days and longer move the wall clock, so that a day over a clock change has 23 or 25 hours; months clamp to their last day. */
const shift = (date: Date, unit: string, amount: number, zone: string | undefined): Date => {
  const size = SIZE[unit];
  if (size !== undefined && size < SIZE["day"]!) return dateAt(date.getTime() + amount * size, "$dateAdd");
  const local = toLocal(date, zone);
  if (size !== undefined) return fromLocal(local.getTime() + amount * size, zone);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + amount * MONTHS[unit]!);
  const end = new Date(local);
  end.setUTCMonth(end.getUTCMonth() + 1, 0);
  local.setUTCDate(Math.min(day, end.getUTCDate()));
  return fromLocal(local.getTime(), zone);
};

const dateShift = (sign: 1 | -1): ExpressionOperator =>
  named(["startDate", "unit", "amount"], ["timezone"], (args, _env, name) => {
    const { startDate, unit, amount, timezone } = args;
    if (nullish(startDate) || nullish(unit) || nullish(amount) || givesNull(args, "timezone")) return null;
    return shift(needDate(startDate, name), unitOf(unit, name), sign * needWhole(amount, name), zoneOf(timezone, name));
  });

const weekStart = (value: Value, name: string): number => {
  if (nullish(value)) return 0;
  const text = needString(value, name).toLowerCase();
  const day = WEEKDAYS.findIndex((weekday) => weekday === text || weekday.slice(0, 3) === text);
  if (day < 0)
    throw new MongoError(
      "FailedToParse",
      `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week: ${text}`,
    );
  return day;
};

const monthsOf = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();

/** How many unit boundaries lie between the two instants. */
const dateDiff = named(["startDate", "endDate", "unit"], ["timezone", "startOfWeek"], (args, _env, name) => {
  const { startDate, endDate, unit, timezone, startOfWeek } = args;
  if (nullish(startDate) || nullish(endDate) || nullish(unit) || givesNull(args, "timezone")) return null;
  if (unit === "week" && givesNull(args, "startOfWeek")) return null;
  const zone = zoneOf(timezone, name);
  const kind = unitOf(unit, name);
  const [a, b] = [toLocal(needDate(startDate, name), zone), toLocal(needDate(endDate, name), zone)];
  const months = MONTHS[kind];
  if (months !== undefined) return BigInt(Math.floor(monthsOf(b) / months) - Math.floor(monthsOf(a) / months));
  const size = SIZE[kind]!;
  // 1970-01-04 was a Sunday: weeks are counted from the chosen weekday after it.
  const origin = kind === "week" ? (3 + weekStart(startOfWeek, name)) * SIZE["day"]! : 0;
  return BigInt(Math.floor((b.getTime() - origin) / size) - Math.floor((a.getTime() - origin) / size));
});

const ORIGIN = Date.UTC(2000, 0, 1);

const dateTrunc = named(["date", "unit"], ["binSize", "timezone", "startOfWeek"], (args, _env, name) => {
  const { date, unit, binSize, timezone, startOfWeek } = args;
  if (nullish(date) || nullish(unit) || givesNull(args, "binSize", "timezone")) return null;
  if (unit === "week" && givesNull(args, "startOfWeek")) return null;
  const zone = zoneOf(timezone, name);
  const kind = unitOf(unit, name);
  const bin = binSize === undefined ? 1 : needWhole(binSize, name);
  if (bin < 1) throw new MongoError(5439018, "$dateTrunc requires 'binSize' to be greater than 0");
  const local = toLocal(needDate(date, name), zone);
  const months = MONTHS[kind];
  if (months !== undefined) {
    const size = months * bin;
    const since = monthsOf(local) - 2000 * 12;
    const start = 2000 * 12 + Math.floor(since / size) * size;
    return fromLocal(Date.UTC(Math.floor(start / 12), start % 12, 1), zone);
  }
  const size = SIZE[kind]! * bin;
  // 2000-01-01, the reference point of bins, was a Saturday.
  const origin = kind === "week" ? ORIGIN + ((weekStart(startOfWeek, name) + 1) % 7) * SIZE["day"]! : ORIGIN;
  return fromLocal(origin + Math.floor((local.getTime() - origin) / size) * size, zone);
});

export const DATE_MATH: OperatorTable = {
  $dateAdd: dateShift(1),
  $dateSubtract: dateShift(-1),
  $dateDiff: dateDiff,
  $dateTrunc: dateTrunc,
};
