import { Doc, ObjectId, Timestamp, isDoc } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { compileExpression } from "../expression.ts";
import { dayOfYear, formatDate, isoWeek, parseDate, weekOfYear } from "./date-text.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { named, namedOperands, needString, needWhole, nullish } from "./helpers.ts";
import { fromLocal, toLocal } from "./zones.ts";

export const needDate = (value: Value, name: string): Date => {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.getHighBits() * 1000);
  throw new MongoError(16006, `can't convert from BSON type to Date in ${name}`);
};

const zoneOf = (value: Value, name: string): string | undefined =>
  value === undefined ? undefined : needString(value, name);

/** Operand is a date or `{date, timezone}`. */
const part =
  (read: (local: Date) => Value): ExpressionOperator =>
  (operand, env, name) => {
    const single = Array.isArray(operand) ? operand[0] : operand;
    const withZone =
      isDoc(single) && "date" in single ? namedOperands(single, name, ["date"], ["timezone"]) : undefined;
    const date = compileExpression(withZone === undefined ? single : withZone["date"], env);
    const zone =
      withZone !== undefined && "timezone" in withZone ? compileExpression(withZone["timezone"], env) : undefined;
    return (scope) => {
      const value = date(scope);
      const timezone = zone?.(scope);
      if (nullish(value) || (zone !== undefined && nullish(timezone))) return null;
      return read(toLocal(needDate(value, name), zoneOf(timezone, name)));
    };
  };

const dateToString = named(["date"], ["format", "timezone", "onNull"], (args, _env, name) => {
  const { date, format, timezone, onNull } = args;
  if (nullish(date)) return onNull === undefined ? null : onNull;
  if (("timezone" in args && nullish(timezone)) || ("format" in args && nullish(format))) return null;
  const zone = zoneOf(timezone, name);
  const fallback = zone === undefined || zone === "UTC" ? "%Y-%m-%dT%H:%M:%S.%LZ" : "%Y-%m-%dT%H:%M:%S.%L";
  return formatDate(needDate(date, name), format === undefined ? fallback : needString(format, name), zone);
});

const dateFromString: ExpressionOperator = (operand, env, name) => {
  const fields = namedOperands(operand, name, ["dateString"], ["format", "timezone", "onError", "onNull"]);
  const compile = (key: string) => (key in fields ? compileExpression(fields[key], env) : undefined);
  const [text, format, zone, onError, onNull] = ["dateString", "format", "timezone", "onError", "onNull"].map(compile);
  return (scope) => {
    const value = text!(scope);
    if (nullish(value)) return onNull === undefined ? null : onNull(scope);
    const timezone = zone?.(scope);
    try {
      return parseDate(
        needString(value, name),
        nullish(format?.(scope)) ? undefined : needString(format?.(scope), name),
        nullish(timezone) ? undefined : needString(timezone, name),
      );
    } catch (error) {
      if (onError !== undefined && error instanceof MongoError) return onError(scope);
      throw error;
    }
  };
};

const dateToParts = named(["date"], ["timezone", "iso8601"], ({ date, timezone, iso8601 }, _env, name) => {
  if (nullish(date)) return null;
  const local = toLocal(needDate(date, name), zoneOf(timezone, name));
  const out = new Doc();
  if (iso8601 === true) {
    out["isoWeekYear"] = isoWeek(local).year;
    out["isoWeek"] = isoWeek(local).week;
    out["isoDayOfWeek"] = local.getUTCDay() || 7;
  } else {
    out["year"] = local.getUTCFullYear();
    out["month"] = local.getUTCMonth() + 1;
    out["day"] = local.getUTCDate();
  }
  out["hour"] = local.getUTCHours();
  out["minute"] = local.getUTCMinutes();
  out["second"] = local.getUTCSeconds();
  out["millisecond"] = local.getUTCMilliseconds();
  return out;
});

const dateFromParts = named(
  [],
  [
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "millisecond",
    "timezone",
    "isoWeekYear",
    "isoWeek",
    "isoDayOfWeek",
  ],
  (args, _env, name) => {
    for (const value of Object.values(args)) if (nullish(value)) return null;
    const number = (key: string, fallback: number) => (args[key] === undefined ? fallback : needWhole(args[key], name));
    const local = new Date(0);
    if (args["isoWeekYear"] !== undefined) {
      const year = number("isoWeekYear", 1970);
      const fourth = new Date(Date.UTC(year, 0, 4));
      const monday = fourth.getTime() - ((fourth.getUTCDay() || 7) - 1) * 86_400_000;
      local.setTime(monday + ((number("isoWeek", 1) - 1) * 7 + number("isoDayOfWeek", 1) - 1) * 86_400_000);
    } else {
      if (args["year"] === undefined)
        throw new MongoError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
      local.setUTCFullYear(number("year", 1970), number("month", 1) - 1, number("day", 1));
    }
    local.setUTCHours(number("hour", 0), number("minute", 0), number("second", 0), number("millisecond", 0));
    return fromLocal(local.getTime(), zoneOf(args["timezone"], name));
  },
);

export const DATES: OperatorTable = {
  $year: part((date) => date.getUTCFullYear()),
  $month: part((date) => date.getUTCMonth() + 1),
  $dayOfMonth: part((date) => date.getUTCDate()),
  $hour: part((date) => date.getUTCHours()),
  $minute: part((date) => date.getUTCMinutes()),
  $second: part((date) => date.getUTCSeconds()),
  $millisecond: part((date) => date.getUTCMilliseconds()),
  $dayOfYear: part(dayOfYear),
  $dayOfWeek: part((date) => date.getUTCDay() + 1),
  $isoDayOfWeek: part((date) => date.getUTCDay() || 7),
  $week: part(weekOfYear),
  $isoWeek: part((date) => isoWeek(date).week),
  $isoWeekYear: part((date) => BigInt(isoWeek(date).year)),
  $dateToString: dateToString,
  $dateFromString: dateFromString,
  $dateToParts: dateToParts,
  $dateFromParts: dateFromParts,
};
