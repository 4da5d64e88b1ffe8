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

/** The instant at which the clock of the zone shows `day` and `timeOfDay`. Exact also where the zone changes its offset. */
export function instantAt(day: string, timeOfDay: string, zone: string = HOSPITAL_ZONE): Date {
  const wanted = Date.parse(`${day}T${timeOfDay}:00Z`);
  let guess = wanted;
  // Two rounds settle any zone: the first corrects by the offset at the guess, the second by that at the result.
  for (let round = 0; round < 2; round++) {
    const p = partsOf(new Date(guess), zone);
    guess += wanted - Date.parse(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}Z`);
  }
  return new Date(guess);
}

/** Calendar arithmetic on days: `addDays("2026-02-28", 1)` is `2026-03-01`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
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
