/**
 * Times as people say them. Days and clocks are those of Asia/Shanghai, whatever zone the phone is set to. Pure: `now`
 * is always a parameter.
 */
import { addDays, DAY_MS, dayOf, timeOfDayOf, weekdayOf } from "@fuzhen/shared/time.ts";
import type { Language } from "./i18n/define.ts";

export type Instant = Date | string | number;
/** A day of the hospital's calendar, "2026-11-25". */
export type DayKey = string;

const WEEKDAYS = {
  zh: ["", "周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  en: ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
} as const;
const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const NEAR_DAYS: Record<Language, Record<string, string>> = {
  zh: { "-2": "前天", "-1": "昨天", "0": "今天", "1": "明天", "2": "后天" },
  en: { "-1": "Yesterday", "0": "Today", "1": "Tomorrow" },
};

export function dayKey(at: Instant): DayKey {
  return dayOf(new Date(at));
}

function daysBetween(from: DayKey, to: DayKey): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Weeks begin on Monday, as in China. */
function mondayOf(day: DayKey): DayKey {
  return addDays(day, 1 - weekdayOf(day));
}

export function sayWeekday(day: DayKey, language: Language): string {
  return WEEKDAYS[language][weekdayOf(day)] ?? "";
}

/** 11月25日, with the year when it is not this one. */
export function sayDate(day: DayKey, now: Instant, language: Language): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const thisYear = dayKey(now).startsWith(year);
  if (language === "zh") return `${thisYear ? "" : `${year}年`}${Number(month)}月${Number(date)}日`;
  return `${MONTHS_EN[Number(month) - 1] ?? ""} ${Number(date)}${thisYear ? "" : `, ${year}`}`;
}

/** 今天, 明天, 周三, 下周三, and the plain date for all that is further away. */
export function sayDay(day: DayKey, now: Instant, language: Language): string {
  const today = dayKey(now);
  const away = daysBetween(today, day);
  const near = NEAR_DAYS[language][String(away)];
  if (near !== undefined) return near;
  const weeksAway = daysBetween(mondayOf(today), mondayOf(day)) / 7;
  const weekday = sayWeekday(day, language);
  if (away > 0 && weeksAway === 0) return weekday;
  if (away > 0 && weeksAway === 1) return language === "zh" ? `下${weekday}` : `Next ${weekday}`;
  return sayDate(day, now, language);
}

/** 14:30 */
export function sayClock(at: Instant): string {
  return timeOfDayOf(new Date(at));
}

/** 今天 14:30 */
export function sayMoment(at: Instant, now: Instant, language: Language): string {
  return `${sayDay(dayKey(at), now, language)} ${sayClock(at)}`;
}

/** 周三上午 */
export function sayHalfDay(day: DayKey, half: "am" | "pm", now: Instant, language: Language): string {
  const said = sayDay(day, now, language);
  if (language === "zh") return `${said}${half === "am" ? "上午" : "下午"}`;
  return `${said} ${half === "am" ? "morning" : "afternoon"}`;
}

/** 刚刚, 6 分钟前, 今天 14:30: for what has just happened. */
export function sayAgo(at: Instant, now: Instant, language: Language): string {
  const minutes = Math.floor((new Date(now).getTime() - new Date(at).getTime()) / 60_000);
  if (minutes < 1) return language === "zh" ? "刚刚" : "Just now";
  if (minutes < 60) return language === "zh" ? `${minutes} 分钟前` : `${minutes} min ago`;
  return sayMoment(at, now, language);
}

/** 6 分钟, 1 小时 20 分: a span of whole minutes. */
export function sayMinutes(minutes: number, language: Language): string {
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes - hours * 60);
  if (language === "zh") {
    if (hours === 0) return `${rest} 分钟`;
    return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${rest} 分`;
  }
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
