import { Doc, ObjectId, Timestamp, isDoc, typeOf } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { compileExpression } from "../expression.ts";
import { dayOfYear, formatDate, isoWeek, parseDate, weekOfYear } from "./date-text.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { wholeNumber } from "../../values/numbers.ts";
import { named, namedOperands, needString, nullish } from "./helpers.ts";
import { fromLocal, toLocal } from "./zones.ts";

export const needDate = (value: Value, name: string): Date => {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000);
  throw new MongoError(16006, `can't convert from BSON type to Date in ${name}`);
};

const zoneOf = (value: Value, name: string): string | undefined =>
  value === undefined ? undefined : needString(value, name);

/** Operand is a date or `{date, timezone}`. */
const part =
  (read: (local: Date) => Value): ExpressionOperator =>
  (operand, env, name) => {
    if (Array.isArray(operand) && operand.length !== 1)
      throw new MongoError(
        40536,
        `${name} accepts exactly one argument if given an array, but was given ${operand.length}`,
      );
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
    const pattern = format?.(scope);
    if ((zone !== undefined && nullish(timezone)) || (format !== undefined && nullish(pattern))) return null;
    const [form, place] = [pattern, timezone].map((text) => (text === undefined ? undefined : needString(text, name)));
    try {
      if (typeof value !== "string")
        throw new MongoError(241, `$dateFromString requires that 'dateString' be a string, found: ${typeOf(value)}`);
      return parseDate(value, form, place);
    } catch (error) {
      // `onError` replaces the result for a text that cannot be read; a wrong format or zone is an error all the same.
      if (onError !== undefined && error instanceof MongoError && error.code === 241) return onError(scope);
      throw error;
    }
  };
};

const dateToParts = named(["date"], ["timezone", "iso8601"], (args, _env, name) => {
  const { date, timezone, iso8601 } = args;
  if ("timezone" in args && nullish(timezone)) return null;
  if ("iso8601" in args && nullish(iso8601)) return null;
  if (iso8601 !== undefined && typeof iso8601 !== "boolean")
    throw new MongoError(40521, `iso8601 must evaluate to a bool, found ${typeOf(iso8601)}`);
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

const CALENDAR_PARTS = ["year", "month", "day"];
const ISO_PARTS = ["isoWeekYear", "isoWeek", "isoDayOfWeek"];

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
    const number = (key: string, fallback: number, low = -32_768, high = 32_767, code = 31034) => {
      const value = args[key];
      if (value === undefined) return fallback;
      const whole = wholeNumber(value);
      if (whole === undefined)
        throw new MongoError(40515, `'${key}' must evaluate to an integer, found ${typeOf(value)}`);
      if (whole < low || whole > high)
        throw new MongoError(
          code,
          `'${key}' must evaluate to a value in the range [${low}, ${high}]; value ${whole} is not in range`,
        );
      return whole;
    };
    const beside = args["isoWeekYear"] === undefined ? ISO_PARTS : CALENDAR_PARTS;
    const stray = beside.find((key) => key in args);
    if (stray !== undefined)
      throw new MongoError(
        stray === "year" || stray === "isoWeekYear" ? 40489 : 40525,
        `$dateFromParts does not allow mixing natural dates with ISO dates: '${stray}'`,
      );
    const local = new Date(0);
    if (args["isoWeekYear"] !== undefined) {
      const year = number("isoWeekYear", 1970, 1, 9999, 31095);
      const fourth = new Date(0);
      fourth.setUTCFullYear(year, 0, 4);
      const monday = fourth.getTime() - ((fourth.getUTCDay() || 7) - 1) * 86_400_000;
      local.setTime(monday + ((number("isoWeek", 1) - 1) * 7 + number("isoDayOfWeek", 1) - 1) * 86_400_000);
    } else {
      if (args["year"] === undefined)
        throw new MongoError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
      local.setUTCFullYear(number("year", 1970, 1, 9999, 40523), number("month", 1) - 1, number("day", 1));
    }
    const [low, high] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
    local.setUTCHours(
      number("hour", 0),
      number("minute", 0),
      number("second", 0, low, high),
      number("millisecond", 0, low, high),
    );
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
