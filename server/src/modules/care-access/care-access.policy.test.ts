import { describe, expect, it } from "vitest";
import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { roles } from "@fuzhen/shared/roles.ts";
import type { Actor } from "../../platform/context.ts";
import { reviewRefusal } from "./break-glass.policy.ts";
import { basisOf, keepsRecord, sightEnds } from "./care-access.policy.ts";
import type { CareGrantRecord } from "./care-grant.repo.ts";

const until = new Date("2026-12-23T02:15:00Z");
const grant = (visitOpen: boolean): CareGrantRecord => ({
  patientId: "p",
  specialistId: "s",
  organizationId: "o",
  appointmentId: "a",
  from: new Date(0),
  until,
  visitEnd: until,
  visitOpen,
});
const emergency = { id: "e", until };

/** Which purposes each ground opens; a purpose that is missing here does not compile. */
const opens: Record<AccessPurpose, { emergency: boolean; withoutConsent: boolean }> = {
  profile: { emergency: true, withoutConsent: false },
  "read-report": { emergency: true, withoutConsent: false },
  "read-appointment": { emergency: true, withoutConsent: false },
  "read-plan": { emergency: true, withoutConsent: false },
  "read-file": { emergency: true, withoutConsent: false },
  "upload-file": { emergency: false, withoutConsent: false },
  "write-report": { emergency: false, withoutConsent: false },
  "book-appointment": { emergency: false, withoutConsent: false },
  "change-appointment": { emergency: false, withoutConsent: true },
  "open-visit": { emergency: false, withoutConsent: false },
  visit: { emergency: false, withoutConsent: false },
  "read-note": { emergency: false, withoutConsent: false },
  "write-note": { emergency: false, withoutConsent: false },
};
const purposes = Object.keys(opens) as AccessPurpose[];

describe.each(purposes)("%s", (purpose) => {
  it("is open under a grant with consent, and to nobody without a ground", () => {
    expect(basisOf(purpose, { grants: [grant(false)], emergency: null, consented: true })).toEqual({
      kind: "appointment",
      id: "a",
      until,
    });
    expect(basisOf(purpose, { grants: [], emergency: null, consented: true })).toBeNull();
  });

  it("after the consent was withdrawn: only in the visit under way, or to call it off (R54)", () => {
    const basis = basisOf(purpose, { grants: [grant(false)], emergency: null, consented: false });
    expect(basis).toEqual(opens[purpose].withoutConsent ? { kind: "appointment", id: "a", until } : "consent_required");
    const open = basisOf(purpose, { grants: [grant(false), grant(true)], emergency: null, consented: false });
    expect(open).toMatchObject({ kind: "appointment" });
  });

  it("in an emergency: reading, with or without consent, and no more", () => {
    for (const consented of [true, false]) {
      const basis = basisOf(purpose, { grants: [], emergency, consented });
      expect(basis).toEqual(opens[purpose].emergency ? { kind: "break-glass", id: "e", until } : null);
    }
  });
});

it("the sight ends with the grant or with the organisation's days, whichever is first", () => {
  const visitEnd = new Date("2026-11-23T02:15:00Z");
  const over = { until, visitEnd, visitOpen: false };
  expect(sightEnds(over, 30)).toEqual(until);
  expect(sightEnds(over, 1)).toEqual(new Date("2026-11-24T02:15:00Z"));
  expect(sightEnds(over, 90)).toEqual(until);
  expect(sightEnds({ ...over, visitEnd: null }, 1)).toEqual(until);
  expect(sightEnds(over, 0)).toEqual(visitEnd);
  expect(sightEnds({ ...over, visitOpen: true }, 0)).toEqual(new Date("2026-11-24T02:15:00Z"));
});

it.each(roles)("a record is kept by its account, and by no other: %s", (role) => {
  const actor: Actor = { userId: "u", sessionId: "x", role, organizationId: null, specialistId: null };
  expect(keepsRecord(actor, { accountId: "u" })).toBe(role === "patient");
  expect(keepsRecord(actor, { accountId: "v" })).toBe(false);
});

it("an opening is judged once, by another person of the same organisation (R64)", () => {
  const opening = { organizationId: "o", openedBy: "u", review: null };
  const done = { verdict: "justified" as const, sealedAccount: "", by: "w", reviewerName: "", at: until };
  expect(reviewRefusal({ userId: "w", organizationId: "o" }, opening)).toBeNull();
  expect(reviewRefusal({ userId: "u", organizationId: "o" }, opening)).toBe("own_act");
  expect(reviewRefusal({ userId: "w", organizationId: "p" }, opening)).toBe("forbidden");
  expect(reviewRefusal({ userId: "w", organizationId: null }, opening)).toBe("forbidden");
  expect(reviewRefusal({ userId: "w", organizationId: "o" }, { ...opening, review: done })).toBe("already_reviewed");
});
