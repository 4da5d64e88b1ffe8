// @vitest-environment node
import { describe, expect, it } from "vitest";
import { firstSteps } from "./first-steps.ts";
import { lastSpecialist, stepOf, visitNow } from "./next-step.ts";

const none = {
  cancel: false,
  checkIn: false,
  supplement: false,
  judge: false,
  open: false,
  enter: false,
  restore: false,
};
type Visit = Parameters<typeof stepOf>[0] & { end: string };
const visit = (part: Partial<Omit<Visit, "abilities">> & { may?: Partial<typeof none> } = {}): Visit => {
  const { may, ...rest } = part;
  return {
    status: "booked",
    consultationId: null,
    consultationStatus: null,
    end: "2026-11-25T07:00:00Z",
    ...rest,
    abilities: { ...none, ...may },
  };
};

describe("the one button", () => {
  it.each([
    ["supplement", visit({ may: { supplement: true, cancel: true } })],
    ["check-in", visit({ may: { supplement: true, checkIn: true } })],
    ["wait", visit({ status: "checked-in", may: { supplement: true } })],
    ["enter", visit({ consultationId: "c", may: { supplement: true, checkIn: true, enter: true } })],
    ["enter", visit({ status: "checked-in", consultationId: "c", may: { enter: true } })],
    ["plan", visit({ status: "fulfilled", consultationId: "c", consultationStatus: "finished" })],
    ["none", visit({ status: "fulfilled", consultationId: "c", consultationStatus: "cancelled" })],
    ["none", visit({ status: "cancelled" })],
    ["none", visit({ status: "noshow" })],
  ] as const)("is %s", (step, of) => expect(stepOf(of)).toBe(step));
});

describe("the visit the page is about", () => {
  const now = new Date("2026-11-25T08:00:00Z");
  const finished = visit({ status: "fulfilled", consultationId: "c", consultationStatus: "finished" });
  it("is the soonest to come, before anything that is over", () => {
    const soonest = visit();
    expect(visitNow([soonest, visit()], [finished], now)).toBe(soonest);
  });
  const open = visit({ consultationId: "c", may: { enter: true } });
  const due = visit({ may: { checkIn: true } });
  it.each([
    ["an open one before the soonest", [visit(), visit(), open], open],
    ["an open one before one to check in to", [due, open], open],
    ["one to check in to before the soonest", [visit({ status: "checked-in" }), visit(), due], due],
    ["the soonest of equals", [open, visit({ consultationId: "d", may: { enter: true } })], open],
  ])("is %s", (_, upcoming, shown) => expect(visitNow(upcoming, [finished], now)).toBe(shown));
  it("is the one just over while its plan is news", () => {
    expect(visitNow([], [visit({ status: "cancelled" }), finished], now)).toBe(finished);
    expect(visitNow([], [{ ...finished, end: "2026-11-10T07:00:00Z" }], now)).toBeUndefined();
    expect(visitNow([], [], now)).toBeUndefined();
  });
});

it("goes on with the specialist who was really seen", () => {
  const of = (name: string, status: Visit["status"]) => ({
    status,
    specialist: { id: name, name, title: "chief" as const, departmentName: "", organizationName: "" },
  });
  expect(lastSpecialist([of("陈", "cancelled"), of("周", "fulfilled")])?.name).toBe("周");
  expect(lastSpecialist([of("陈", "cancelled")])?.name).toBe("陈");
  expect(lastSpecialist([])).toBeUndefined();
});

it.each([
  ["patient", [], false],
  ["consents", [{ consentsMissing: ["telehealth"] }], false],
  ["report", [{ consentsMissing: [] }], false],
  ["doctor", [{ consentsMissing: ["telehealth"] }, { consentsMissing: [] }], true],
] as const)("a new person's next step is %s", (step, patients, hasReports) => {
  expect(firstSteps({ patients, hasReports }).find(({ done }) => !done)?.step).toBe(step);
});
