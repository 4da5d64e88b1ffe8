// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { fillFromLast, lastWith } from "./fill-from-last.ts";
import { blankBooking } from "./hooks/use-booking-draft.ts";

const visit = (
  id: string,
  part: { patient?: string; specialist?: string; declined?: boolean; disease?: string } = {},
) => ({
  id,
  start: "2026-10-03T01:00:00.000Z",
  disease: part.disease ?? "慢性肾小球肾炎",
  diagnosedAt: "北京协和桥医院",
  proofReportId: `proof-${id}`,
  patient: { id: part.patient ?? "li" },
  specialist: { id: part.specialist ?? "chen" },
  judgement: part.declined ? { decision: "declined" as const, reason: "x", judgedAt: "", judgedBy: "" } : null,
});

test("the latest with this specialist and person that was not refused", () => {
  const past = [
    visit("1", { declined: true }),
    visit("2", { patient: "wang" }),
    visit("3", { specialist: "zhou" }),
    visit("4"),
    visit("5"),
  ];
  expect(lastWith(past, "chen", "li")?.id).toBe("4");
  expect(lastWith(past, "wu", "li")).toBeUndefined();
});

test("disease, hospital and proof are taken over, once", () => {
  const part = fillFromLast(blankBooking, "li", visit("4"));
  expect(part).toMatchObject({ disease: "慢性肾小球肾炎", diagnosedAt: "北京协和桥医院", proofs: { li: "proof-4" } });
  const emptied = { ...blankBooking, ...part, disease: "", diagnosedAt: "" };
  expect(fillFromLast(emptied, "li", visit("4"))).toBeNull();
});

test("what was typed or chosen stays", () => {
  expect(fillFromLast({ ...blankBooking, disease: "痛风" }, "li", visit("4"))).toBeNull();
  const chosen = { ...blankBooking, proofs: { li: "another" } };
  expect(fillFromLast(chosen, "li", visit("4"))?.proofs).toEqual({ li: "another" });
  expect(fillFromLast(blankBooking, "li", undefined)).toBeNull();
});

test("another person of the account gets their own, unless it was changed meanwhile", () => {
  const first = { ...blankBooking, ...fillFromLast(blankBooking, "li", visit("4")) };
  const hers = visit("7", { patient: "wang", disease: "高血压" });
  expect(fillFromLast(first, "wang", hers)).toMatchObject({
    disease: "高血压",
    proofs: { li: "proof-4", wang: "proof-7" },
  });
  expect(fillFromLast({ ...first, disease: "别的病" }, "wang", hers)).toBeNull();
});
