import { cleanup, render, screen } from "@testing-library/react";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AccessLogList } from "./AccessLogList.tsx";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-30T04:00:00.000Z") });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const lineOn = (day: string): AccessLine => ({
  who: {
    kind: "staff",
    role: "specialist",
    name: "陈静宜",
    title: "chief",
    departmentName: "肾内科",
    organizationName: "北京协和桥医院",
    complaintPhone: "010-5550 0101",
  },
  purposes: ["profile", "read-report"],
  emergency: false,
  listed: false,
  day,
  firstAt: `${day}T01:40:00.000Z`,
  lastAt: `${day}T02:00:00.000Z`,
});

test("a day is said once, and its date beside it only where the word is another", () => {
  render(<AccessLogList lines={["2026-11-30", "2026-11-01"].map(lineOn)} relationship="self" />);
  const headings = screen.getAllByRole("heading").map(({ textContent }) => textContent);
  expect(headings).toEqual(["今天 11月30日", "11月1日"]);
});

test("an opening is one line: what was seen in it, from when until when", () => {
  render(<AccessLogList lines={[lineOn("2026-11-30")]} relationship="self" />);
  const [line] = screen.getAllByRole("listitem");
  expect(line?.textContent).toContain("看了基本资料，看了化验单");
  expect(line?.textContent).toContain("09:40–10:00");
});
