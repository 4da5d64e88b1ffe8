/** Hospital time: days and times of day in an organisation's zone, instants in UTC. Pure; works in both sides. */

export const HOSPITAL_ZONE = "Asia/Shanghai";
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

function partsOf(instant: Date, zone: string): Record<string, string> {
  return Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
}

/** Day `YYYY-MM-DD` of an instant in the zone. */
export function dayOf(instant: Date, zone: string = HOSPITAL_ZONE): string {
  const p = partsOf(instant, zone);
  return `${p.year}-${p.month}-${p.day}`;
}

/** Time of day `HH:mm` of an instant in the zone. */
export function timeOfDayOf(instant: Date, zone: string = HOSPITAL_ZONE): string {
  const p = partsOf(instant, zone);
  return `${p.hour}:${p.minute}`;
}

const utcOf = (day: string, timeOfDay: string): number => Date.parse(`${day}T${timeOfDay}:00Z`);

/** By how much the clock of the zone is ahead of UTC at that instant, in ms. */
function offsetAt(instant: number, zone: string): number {
  const p = partsOf(new Date(instant), zone);
  return Date.parse(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}Z`) - instant;
}

/** Days whose offset is remembered, over all zones: asking for it costs more than everything else about a time. */
const MOST_DAYS = 2000;
const dayOffsets = new Map<string, number | null>();

/** The zone's offset on a day, in ms; null on a day in which the clock is put forward or back. */
function offsetOn(day: string, zone: string): number | null {
  const key = `${zone}/${day}`;
  const known = dayOffsets.get(key);
  if (known !== undefined) return known;
  const noon = utcOf(day, "12:00");
  // The day of any zone lies within these two days and four hours.
  const [before, after] = [offsetAt(noon - 26 * 60 * MINUTE_MS, zone), offsetAt(noon + 26 * 60 * MINUTE_MS, zone)];
  const offset = before === after && before === offsetAt(noon, zone) ? before : null;
  if (dayOffsets.size >= MOST_DAYS) dayOffsets.clear();
  dayOffsets.set(key, offset);
  return offset;
}

/** The instant at which the clock of the zone shows `day` and `timeOfDay`. Exact also where the zone changes its offset. */
export function instantAt(day: string, timeOfDay: string, zone: string = HOSPITAL_ZONE): Date {
  const wanted = utcOf(day, timeOfDay);
  const offset = offsetOn(day, zone);
  if (offset !== null) return new Date(wanted - offset);
  // Two rounds settle any zone: the first corrects by the offset at the guess, the second by that at the result.
  const guess = wanted - offsetAt(wanted, zone);
  return new Date(wanted - offsetAt(guess, zone));
}

/** The last day that is written in ten signs. */
const LAST_DAY = Date.parse("9999-12-31T00:00:00Z");

/** Calendar arithmetic on days: `addDays("2026-02-28", 1)` is `2026-03-01`. Behind 9999-12-31 (a licence without end) is no day. */
export function addDays(day: string, count: number): string {
  const at = Math.min(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS, LAST_DAY);
  return new Date(at).toISOString().slice(0, 10);
}

/** ISO weekday of a day: 1 Monday … 7 Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** Whole years from a birth date to a day (both `YYYY-MM-DD`); the birthday itself counts (R21: 6y0d is six). */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
