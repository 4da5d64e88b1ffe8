// @vitest-environment node
import { expect, test } from "vitest";
import { dayKey, sayAgo, sayClock, sayDate, sayDay, sayHalfDay, sayMinutes, sayMoment } from "./time.ts";

// A Wednesday, 23:30 in Shanghai; in UTC it is still the afternoon.
const now = "2026-11-25T15:30:00Z";

test.each([
  ["2026-11-22", "11月22日", "Nov 22"],
  ["2026-11-23", "前天", "Nov 23"],
  ["2026-11-24", "昨天", "Yesterday"],
  ["2026-11-25", "今天", "Today"],
  ["2026-11-26", "明天", "Tomorrow"],
  ["2026-11-27", "后天", "Fri"],
  ["2026-11-28", "周六", "Sat"],
  ["2026-11-29", "周日", "Sun"],
  ["2026-11-30", "下周一", "Next Mon"],
  ["2026-12-06", "下周日", "Next Sun"],
  ["2026-12-07", "12月7日", "Dec 7"],
  ["2027-01-03", "2027年1月3日", "Jan 3, 2027"],
])("%s is said as %s", (day, zh, en) => {
  expect(sayDay(day, now, "zh")).toBe(zh);
  expect(sayDay(day, now, "en")).toBe(en);
});

test("the hospital's day and clock count, not those of the device", () => {
  expect(dayKey("2026-11-25T16:00:00Z")).toBe("2026-11-26");
  expect(sayClock("2026-11-25T16:05:00Z")).toBe("00:05");
  expect(sayMoment("2026-11-25T16:05:00Z", now, "zh")).toBe("明天 00:05");
});

test("half days and plain dates", () => {
  expect(sayHalfDay("2026-11-28", "am", now, "zh")).toBe("周六上午");
  expect(sayHalfDay("2026-11-26", "pm", now, "en")).toBe("Tomorrow afternoon");
  expect(sayDate("2026-11-28", now, "zh")).toBe("11月28日");
});

test("what has just happened", () => {
  expect(sayAgo("2026-11-25T15:29:40Z", now, "zh")).toBe("刚刚");
  expect(sayAgo("2026-11-25T15:24:00Z", now, "zh")).toBe("6 分钟前");
  expect(sayAgo("2026-11-25T06:30:00Z", now, "zh")).toBe("今天 14:30");
  // A phone whose clock runs behind must not say "-3 minutes ago".
  expect(sayAgo("2026-11-25T15:33:00Z", now, "en")).toBe("Just now");
});

test("spans", () => {
  expect(sayMinutes(6, "zh")).toBe("6 分钟");
  expect(sayMinutes(80, "zh")).toBe("1 小时 20 分");
  expect(sayMinutes(120, "en")).toBe("2 h");
});
