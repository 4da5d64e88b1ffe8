import { Double, Long, Timestamp } from "bson";
import type { Case } from "./case.ts";
import { evaluates, refusesExpression } from "./case.ts";

const op = (name: string) => `reference/operator/aggregation/${name}`;
const at = new Date("2026-03-08T10:20:30.456Z");
const early = new Date("0099-01-05T00:00:00Z");

const format = (specifier: string, shown: string, timezone?: string): Case =>
  evaluates(
    op("dateToString"),
    { a: at },
    { $dateToString: { date: "$a", format: specifier, ...(timezone === undefined ? {} : { timezone }) } },
    { r: shown },
  );
const parses = (dateString: string, form: string, result: string, timezone?: string): Case =>
  evaluates(
    op("dateFromString"),
    { a: dateString },
    { $dateFromString: { dateString: "$a", format: form, ...(timezone === undefined ? {} : { timezone }) } },
    { r: new Date(result) },
  );
const unreadable = (dateString: string, form: string, code = 241): Case =>
  refusesExpression(
    op("dateFromString"),
    { a: dateString },
    { $dateFromString: { dateString: "$a", format: form } },
    code,
  );

/** Every specifier of a format, and dates at their ends. */
export const DATES: Case[] = [
  format("%Y", "2026"),
  format("%m", "03"),
  format("%d", "08"),
  format("%H", "10"),
  format("%M", "20"),
  format("%S", "30"),
  format("%L", "456"),
  format("%j", "067"),
  format("%w", "1"),
  format("%u", "7"),
  format("%U", "10"),
  format("%V", "10"),
  format("%G", "2026"),
  format("%b", "Mar"),
  format("%B", "March"),
  format("%z", "+0000"),
  format("%z", "+0445", "+04:45"),
  format("%z", "-0330", "-0330"),
  format("%Z", "+285", "+04:45"),
  format("%Z", "-300", "-05"),
  format("%Z", "+0"),
  format("%Z", "+480", "Asia/Shanghai"),
  format("%%", "%"),
  format("100%%", "100%"),
  ...["%", "%Y%"].map((bad) =>
    refusesExpression(op("dateToString"), { a: at }, { $dateToString: { date: "$a", format: bad } }, 18535),
  ),
  ...["%e", "%y", "%s", "%n", "% "].map((bad) =>
    refusesExpression(op("dateToString"), { a: at }, { $dateToString: { date: "$a", format: bad } }, 18536),
  ),
  refusesExpression(
    op("dateToString"),
    { a: new Date("+010000-01-01T00:00:00Z") },
    { $dateToString: { date: "$a", format: "%Y" } },
    18537,
  ),
  refusesExpression(op("dateToString"), { a: at }, { $dateToString: { date: "$a", timezone: "Nowhere/Else" } }, 40485),
  refusesExpression(op("dateToString"), { a: at }, { $dateToString: { date: "$a", timezone: "+08:77" } }, 40485),
  refusesExpression(op("dateToString"), { a: at }, { $dateToString: { date: "$a", timezone: "+8" } }, 40485),
  evaluates(op("dateToString"), { a: at }, { $dateToString: { date: "$a", timezone: null } }, { r: null }),
  evaluates(
    op("dateToString"),
    { a: new Timestamp({ t: 4_000_000_000, i: 1 }) },
    { $dateToString: { date: "$a", format: "%Y" } },
    { r: "2096" },
  ),
  // a local time that is no whole number of minutes from UTC
  evaluates(
    op("dateToString"),
    { a: new Date("1880-01-01T00:00:00Z") },
    { $dateToString: { date: "$a", format: "%H:%M:%S", timezone: "Asia/Shanghai" } },
    { r: "08:05:43" },
  ),
  // reading
  parses("2026-03-08", "%Y-%m-%d", "2026-03-08T00:00:00Z"),
  parses("8 March 2026", "%d %B %Y", "2026-03-08T00:00:00Z"),
  parses("8 mar 2026", "%d %b %Y", "2026-03-08T00:00:00Z"),
  parses("2026 067", "%Y %j", "2026-03-08T00:00:00Z"),
  parses("2026-03-08 10:20:30.456", "%Y-%m-%d %H:%M:%S.%L", "2026-03-08T10:20:30.456Z"),
  parses("2026-03-08 +0800", "%Y-%m-%d %z", "2026-03-07T16:00:00Z"),
  parses("2026-03-08 +480", "%Y-%m-%d %Z", "2026-03-07T16:00:00Z"),
  parses("0099-01-05", "%Y-%m-%d", early.toISOString()),
  parses("2026-03-08", "%Y-%m-%d", "2026-03-07T16:00:00Z", "Asia/Shanghai"),
  unreadable("2026", "%Y"),
  unreadable("03-08", "%m-%d"),
  unreadable("2026-03", "%Y-%m"),
  unreadable("2026-02-30", "%Y-%m-%d"),
  unreadable("2026 366", "%Y %j"),
  unreadable("8 Ma 2026", "%d %B %Y"),
  unreadable("2026-03-08 ", "%Y-%m-%d"),
  unreadable("2026-03-08", "%Y-%m-%e", 18536),
  unreadable("2026-03-08", "%Y-%m-%", 18535),
  refusesExpression(
    op("dateFromString"),
    { a: "2026-03-08" },
    { $dateFromString: { dateString: "$a", format: "%e", onError: "bad" } },
    18536,
  ),
  refusesExpression(op("dateFromString"), { a: 5 }, { $dateFromString: { dateString: "$a" } }, 241),
  evaluates(
    op("dateFromString"),
    { a: "2026-03-08" },
    { $dateFromString: { dateString: "$a", timezone: null } },
    { r: null },
  ),
  refusesExpression(
    op("dateFromString"),
    { a: "2026-03-08T00:00:00Z" },
    { $dateFromString: { dateString: "$a", timezone: "Asia/Shanghai" } },
    241,
  ),
  // parts
  refusesExpression(op("dateFromParts"), {}, { $dateFromParts: { year: 0 } }, 40523),
  refusesExpression(op("dateFromParts"), {}, { $dateFromParts: { year: 10000 } }, 40523),
  refusesExpression(op("dateFromParts"), {}, { $dateFromParts: { year: 2026, month: 40000 } }, 31034),
  refusesExpression(op("dateFromParts"), {}, { $dateFromParts: { year: 2026.5 } }, 40515),
  refusesExpression(op("dateFromParts"), {}, { $dateFromParts: { year: 2026, isoWeek: 1 } }, 40525),
  refusesExpression(op("dateFromParts"), {}, { $dateFromParts: { year: 2026, isoWeekYear: 2026 } }, 40489),
  refusesExpression(op("dateFromParts"), {}, { $dateFromParts: { isoWeekYear: 2026, month: 1 } }, 40525),
  refusesExpression(op("dateFromParts"), {}, { $dateFromParts: { month: 1 } }, 40516),
  evaluates(op("dateFromParts"), {}, { $dateFromParts: { year: 99, month: 1, day: 5 } }, { r: early }),
  evaluates(op("dateFromParts"), {}, { $dateFromParts: { year: 2026, day: null } }, { r: null }),
  evaluates(op("dateToParts"), { a: at }, { $dateToParts: { date: "$a", timezone: null } }, { r: null }),
  refusesExpression(op("dateToParts"), { a: at }, { $dateToParts: { date: "$a", iso8601: 1 } }, 40521),
  // arithmetic
  evaluates(
    op("dateAdd"),
    { a: early },
    { $dateAdd: { startDate: "$a", unit: "month", amount: 1 } },
    { r: new Date("0099-02-05T00:00:00Z") },
  ),
  refusesExpression(op("dateAdd"), { a: at }, { $dateAdd: { startDate: "$a", unit: "year", amount: 1e9 } }, 15),
  refusesExpression(op("dateAdd"), { a: at }, { $dateAdd: { startDate: "$a", unit: "day", amount: 1e12 } }, 15),
  refusesExpression(op("dateAdd"), { a: at }, { $dateAdd: { startDate: "$a", unit: "fortnight", amount: 1 } }, 9),
  evaluates(
    op("dateDiff"),
    { a: at },
    { $dateDiff: { startDate: "$a", endDate: "$a", unit: "day", timezone: null } },
    { r: null },
  ),
  evaluates(op("dateTrunc"), { a: at }, { $dateTrunc: { date: "$a", unit: "day", timezone: null } }, { r: null }),
  evaluates(op("dateTrunc"), { a: at }, { $dateTrunc: { date: "$a", unit: "week", startOfWeek: null } }, { r: null }),
  evaluates(
    op("dateDiff"),
    { a: at },
    { $dateDiff: { startDate: "$a", endDate: new Date(at.getTime() - 1), unit: "millisecond" } },
    { r: Long.fromNumber(-1) },
  ),
  refusesExpression(op("year"), { a: at }, { $year: ["$a", "$a"] }, 40536),
  refusesExpression(op("year"), { a: "2026" }, { $year: "$a" }, 16006),
  evaluates(op("add"), { a: at }, { $add: ["$a", new Double(1)] }, { r: new Date(at.getTime() + 1) }),
];
