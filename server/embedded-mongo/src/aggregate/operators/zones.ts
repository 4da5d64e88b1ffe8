import { MongoError } from "../../errors.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

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
      throw new MongoError(40485, `unrecognized time zone identifier: "${zone}"`);
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
  return Math.round((date.getTime() - Math.floor(at / 1000) * 1000) / 60000);
};

/** Minutes east of UTC of a zone name ("Asia/Shanghai") or offset ("+08:00") at an instant. */
export const offsetAt = (zone: string | undefined, at: number): number => {
  if (zone === undefined || zone === "UTC" || zone === "GMT" || zone === "Z") return 0;
  const fixed = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (fixed !== null) return (fixed[1] === "-" ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0));
  return offsetOfZone(zone, at);
};

/** The same wall clock as if it were UTC, so that the UTC getters read local fields. */
export const toLocal = (date: Date, zone: string | undefined): Date =>
  new Date(date.getTime() + offsetAt(zone, date.getTime()) * 60000);

/** The instant at which the zone's wall clock shows what `local` shows in UTC. */
export const fromLocal = (local: number, zone: string | undefined): Date => {
  let guess = local - offsetAt(zone, local) * 60000;
  guess = local - offsetAt(zone, guess) * 60000;
  return new Date(guess);
};
