import { MongoError } from "../../errors.ts";
import { dateAt } from "./date-value.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

const unknownZone = (zone: string) => new MongoError(40485, `unrecognized time zone identifier: "${zone}"`);

const offsetOfZone = (zone: string, at: number): number => {
  let format = formats.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat("en-US", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
        era: "short",
      });
    } catch {
      throw unknownZone(zone);
    }
    formats.set(zone, format);
  }
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = value;
  const year = parts["era"] === "BC" ? 1 - Number(parts["year"]) : Number(parts["year"]);
  const local = Date.UTC(
    2000,
    Number(parts["month"]) - 1,
    Number(parts["day"]),
    Number(parts["hour"]),
    Number(parts["minute"]),
    Number(parts["second"]),
  );
  const date = new Date(local);
  date.setUTCFullYear(year, Number(parts["month"]) - 1, Number(parts["day"]));
  return (date.getTime() - Math.floor(at / 1000) * 1000) / 1000;
};

/** Seconds east of UTC (old local times are no whole minutes) of a zone name ("Asia/Shanghai") or offset ("+08:00") at an instant. */
export const offsetAt = (zone: string | undefined, at: number): number => {
  if (zone === undefined || zone === "UTC" || zone === "GMT" || zone === "Z") return 0;
  const fixed = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (fixed !== null) {
    if (Number(fixed[3] ?? 0) > 59) throw unknownZone(zone);
    return (fixed[1] === "-" ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3] ?? 0) * 60);
  }
  // Node takes more spellings of offsets than MongoDB does.
  if (!/^[A-Za-z]/.test(zone)) throw unknownZone(zone);
  return offsetOfZone(zone, at);
};

/** The same wall clock as if it were UTC, so that the UTC getters read local fields. */
export const toLocal = (date: Date, zone: string | undefined): Date =>
  dateAt(date.getTime() + offsetAt(zone, date.getTime()) * 1000, "a time zone");

/** The instant at which the zone's wall clock shows what `local` shows in UTC. */
export const fromLocal = (local: number, zone: string | undefined): Date => {
  const guess = local - offsetAt(zone, dateAt(local, "a date").getTime()) * 1000;
  return dateAt(local - offsetAt(zone, dateAt(guess, "a date").getTime()) * 1000, "a date");
};
