import { describe, expect, it } from "vitest";
import { defaultVisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { limitBroken, type StandingBooking } from "./booking-limits.policy.ts";

const rules = { ...defaultVisitSettings, bookingsPerPerson: 3 };
/** Hours of 2026-11-24 by the hospital's clock; negative ones are of the day before. */
const booking = (specialistId: string, departmentId: string, hour: number): StandingBooking => ({
  specialistId,
  departmentId,
  start: new Date(Date.parse("2026-11-24T00:00:00+08:00") + hour * 3_600_000),
});
const wanted = booking("chen", "kidney", 9);

describe("limits of bookings", () => {
  it.each([
    ["nothing yet", [], 0, null],
    ["the same specialist on that day", [booking("chen", "kidney", 23.9)], 1, "booking_limit_specialist"],
    [
      "the same specialist the day before and after",
      [booking("chen", "kidney", -0.1), booking("chen", "kidney", 24)],
      2,
      null,
    ],
    ["one colleague", [booking("zhou", "kidney", 8)], 1, null],
    ["two colleagues", [booking("zhou", "kidney", 8), booking("lin", "kidney", 0)], 2, "booking_limit_department"],
    ["other departments", [booking("a", "heart", 1), booking("b", "skin", 2)], 2, null],
    [
      "as many as a person may",
      [booking("a", "heart", 1), booking("b", "skin", 2), booking("c", "eye", 90)],
      3,
      "booking_limit_person",
    ],
    ["the account's others", [], 20, "booking_limit"],
    ["the account's others, one less", [], 19, null],
  ] as const)("%s", (_name, ofPerson, ofAccount, code) =>
    expect(limitBroken(wanted, { ofPerson, ofAccount }, rules, "Asia/Shanghai")).toBe(code),
  );

  it("counts days by the hospital's clock", () => {
    const late = booking("chen", "kidney", 25);
    expect(limitBroken(wanted, { ofPerson: [late], ofAccount: 1 }, rules, "Asia/Shanghai")).toBeNull();
    expect(limitBroken(wanted, { ofPerson: [late], ofAccount: 1 }, rules, "UTC")).toBe("booking_limit_specialist");
  });
});
