import { MongoError } from "../../errors.ts";
import { offsetAt, fromLocal, toLocal } from "./zones.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const pad = (value: number, size: number): string => String(value).padStart(size, "0");
const DAY = 86_400_000;

export const dayOfYear = (date: Date): number =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1;

/** Weeks begin on Sunday; days before the first Sunday are week 0. */
export const weekOfYear = (date: Date): number => Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7);

/** ISO 8601: the week belongs to the year that has its Thursday. */
export const isoWeek = (date: Date): { year: number; week: number } => {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY);
  return { year: thursday.getUTCFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
};

const sign = (value: number): string => (value < 0 ? "-" : "+");

const offsetText = (seconds: number): string => {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${sign(seconds)}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
};

/** Four digits and no more, so that no year reads as another. */
const yearText = (year: number): string => {
  if (year < 0 || year > 9999)
    throw new MongoError(
      18537,
      `Could not convert date to string: date component was outside the supported range of 0-9999: ${year}`,
    );
  return pad(year, 4);
};

const badFormat = (symbol: string | undefined) =>
  symbol === "" || symbol === undefined
    ? new MongoError(18535, "Unmatched '%' at end of format string")
    : new MongoError(18536, `Invalid format character '%${symbol}' in format string`);

/** `%Z`: minutes with their sign, as the manual shows them. */
const minutesText = (seconds: number): string => `${sign(seconds)}${Math.floor(Math.abs(seconds) / 60)}`;

export const formatDate = (date: Date, format: string, zone: string | undefined): string => {
  const local = toLocal(date, zone);
  return format.replace(/%(.?)/gs, (_, symbol: string) => {
    switch (symbol) {
      case "Y":
        return yearText(local.getUTCFullYear());
      case "m":
        return pad(local.getUTCMonth() + 1, 2);
      case "d":
        return pad(local.getUTCDate(), 2);
      case "H":
        return pad(local.getUTCHours(), 2);
      case "M":
        return pad(local.getUTCMinutes(), 2);
      case "S":
        return pad(local.getUTCSeconds(), 2);
      case "L":
        return pad(local.getUTCMilliseconds(), 3);
      case "j":
        return pad(dayOfYear(local), 3);
      case "w":
        return String(local.getUTCDay() + 1);
      case "u":
        return String(local.getUTCDay() || 7);
      case "U":
        return pad(weekOfYear(local), 2);
      case "V":
        return pad(isoWeek(local).week, 2);
      case "G":
        return yearText(isoWeek(local).year);
      case "b":
        return MONTHS[local.getUTCMonth()]!.slice(0, 3);
      case "B":
        return MONTHS[local.getUTCMonth()]!;
      case "z":
        return offsetText(offsetAt(zone, date.getTime()));
      case "Z":
        return minutesText(offsetAt(zone, date.getTime()));
      case "%":
        return "%";
      default:
        throw badFormat(symbol);
    }
  });
};

const PATTERNS: Record<string, string> = {
  Y: "(?<Y>\\d{4})",
  m: "(?<m>\\d{1,2})",
  d: "(?<d>\\d{1,2})",
  H: "(?<H>\\d{1,2})",
  M: "(?<M>\\d{1,2})",
  S: "(?<S>\\d{1,2})",
  L: "(?<L>\\d{1,3})",
  j: "(?<j>\\d{1,3})",
  b: "(?<b>[A-Za-z]{3})",
  B: "(?<B>[A-Za-z]+)",
  z: "(?<z>Z|[+-]\\d\\d:?\\d\\d)",
  Z: "(?<Z>[+-]\\d+)",
  "%": "%",
};

const ISO =
  /^(?<Y>\d{4})-(?<m>\d\d)-(?<d>\d\d)(?:[T ](?<H>\d\d):(?<M>\d\d)(?::(?<S>\d\d)(?:\.(?<L>\d{1,3})\d*)?)?)?\s*(?<z>Z|[+-]\d\d(?::?\d\d)?|GMT|UTC)?$/;

const failure = (text: string) => new MongoError(241, `Error parsing date string '${text}'`);

const patternOf = (format: string): RegExp =>
  new RegExp(
    `^${format.replace(/%(.?)|([^%]+)/gs, (_, symbol: string | undefined, text: string | undefined) => {
      if (text !== undefined) return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const pattern = PATTERNS[symbol ?? ""];
      if (pattern === undefined) throw badFormat(symbol);
      return pattern;
    })}$`,
  );

const daysIn = (year: number): number => (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365);

/** Reads ISO 8601 text, or any text by a format of the same symbols that `$dateToString` knows. */
export const parseDate = (text: string, format?: string, zone?: string): Date => {
  const groups = (format === undefined ? ISO : patternOf(format)).exec(text)?.groups;
  if (groups === undefined) throw failure(text);
  const dated =
    groups["Y"] !== undefined &&
    (groups["j"] !== undefined ||
      (groups["d"] !== undefined && (groups["m"] ?? groups["b"] ?? groups["B"]) !== undefined));
  if (!dated)
    throw new MongoError(241, `an incomplete date/time string has been found, with elements missing: "${text}"`);
  const number = (name: string, fallback: number) => (groups[name] === undefined ? fallback : Number(groups[name]));
  const named = groups["B"] ?? groups["b"];
  const wanted = named?.toLowerCase();
  const month =
    wanted === undefined
      ? number("m", 1) - 1
      : MONTHS.findIndex((name) => [name, name.slice(0, 3)].some((form) => form.toLowerCase() === wanted));
  const day = number("d", 1);
  const [hour, minute, second] = [number("H", 0), number("M", 0), number("S", 0)];
  const year = number("Y", 1970);
  if (
    month < 0 ||
    month > 11 ||
    day < 1 ||
    day > new Date(Date.UTC(year, month + 1, 0)).getUTCDate() ||
    hour > 24 ||
    minute > 59 ||
    second > 60
  )
    throw failure(text);
  if (groups["j"] !== undefined && (number("j", 1) < 1 || number("j", 1) > daysIn(year))) throw failure(text);
  let local = Date.UTC(year, month, day, hour, minute, second, Number((groups["L"] ?? "0").padEnd(3, "0")));
  if (groups["j"] !== undefined)
    local = Date.UTC(year, 0, number("j", 1), hour, minute, second, Number((groups["L"] ?? "0").padEnd(3, "0")));
  // JavaScript takes years below 100 for those of the twentieth century; here they are what they say.
  if (year < 100) local = new Date(local).setUTCFullYear(year);
  const offset = groups["z"] ?? groups["Z"];
  if (offset !== undefined && zone !== undefined && zone !== "")
    throw new MongoError(
      241,
      `you cannot pass in a date/time string with GMT offset together with a timezone argument`,
    );
  if (groups["Z"] !== undefined) return new Date(local - number("Z", 0) * 60_000);
  return fromLocal(local, offset ?? zone);
};
