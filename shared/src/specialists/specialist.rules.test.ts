import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../time.ts";
import { dutyFault, practiceSinceLimit } from "./specialist.rules.ts";

const day = "2026-11-23";
const good = {
  licenceValidFrom: "2020-01-01",
  licenceValidTo: "2030-01-01",
  practiceSince: "2010-07-01",
  hospitalConsent: true,
};

describe("who may be on duty (R4)", () => {
  it.each([
    ["all in order", {}, null],
    ["licence from today", { licenceValidFrom: day }, null],
    ["licence from tomorrow", { licenceValidFrom: "2026-11-24" }, "licenceValidFrom:licence_not_yet_valid"],
    ["licence until today", { licenceValidTo: day }, null],
    ["licence until yesterday", { licenceValidTo: "2026-11-22" }, "licenceValidTo:licence_expired"],
    ["no consent of the hospital", { hospitalConsent: false }, "hospitalConsent:hospital_consent_missing"],
    ["three years today", { practiceSince: "2023-11-23" }, null],
    ["three years tomorrow", { practiceSince: "2023-11-24" }, "practiceSince:experience_too_short"],
    ["two years and eleven months", { practiceSince: "2023-12-23" }, "practiceSince:experience_too_short"],
  ])("%s", (_name, change, expected) => {
    const fault = dutyFault({ ...good, ...change }, day);
    expect(fault?.fields.map((field) => `${field.path}:${field.code}`).join() ?? null).toBe(expected);
  });

  it("the limit that queries use says the same as the rule, on every day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: -1200, max: 0 }), (offset, since) => {
        const today = addDays("2024-01-01", offset);
        const practiceSince = addDays(today, since);
        const byRule = dutyFault({ ...good, licenceValidTo: "2999-01-01", practiceSince }, today) === null;
        expect(practiceSince <= practiceSinceLimit(today)).toBe(byRule);
      }),
    );
  });
});
