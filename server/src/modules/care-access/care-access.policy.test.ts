import { describe, expect, it } from "vitest";
import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { roles } from "@fuzhen/shared/roles.ts";
import type { Actor } from "../../platform/context.ts";
import { reviewRefusal } from "./break-glass.policy.ts";
import { basisOf, keepsRecord, sightEnds, type LiveGrant } from "./care-access.policy.ts";

const until = new Date("2026-12-23T02:15:00Z");
const grant = (visitOpen: boolean, questionsOnly = false): LiveGrant => ({
  patientId: "p",
  specialistId: "s",
  organizationId: "o",
  appointmentId: "a",
  from: new Date(0),
  until,
  visitEnd: until,
  visitOpen,
  questionsUntil: questionsOnly ? until : null,
  questionsOnly,
});
const emergency = { id: "e", until };

/** Which purposes each ground opens; a purpose that is missing here does not compile. */
const opens: Record<AccessPurpose, { emergency: boolean; withoutConsent: boolean; questions: boolean }> = {
  profile: { emergency: true, withoutConsent: false, questions: true },
  "read-report": { emergency: true, withoutConsent: false, questions: false },
  "read-appointment": { emergency: true, withoutConsent: false, questions: true },
  "read-plan": { emergency: true, withoutConsent: false, questions: true },
  "read-file": { emergency: true, withoutConsent: false, questions: false },
  "upload-file": { emergency: false, withoutConsent: false, questions: false },
  "write-report": { emergency: false, withoutConsent: false, questions: false },
  "book-appointment": { emergency: false, withoutConsent: false, questions: false },
  "change-appointment": { emergency: false, withoutConsent: true, questions: false },
  "open-visit": { emergency: false, withoutConsent: false, questions: false },
  visit: { emergency: false, withoutConsent: false, questions: true },
  "read-note": { emergency: false, withoutConsent: false, questions: true },
  "write-note": { emergency: false, withoutConsent: false, questions: false },
  // No specialist may call it: it is the account's own.
  "export-own-data": { emergency: false, withoutConsent: false, questions: false },
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

  it("when only questions are taken: the talk and what it is about, while there is consent", () => {
    const asked = { grants: [grant(false, true)], emergency: null };
    const basis = opens[purpose].questions ? { kind: "appointment", id: "a", until } : null;
    expect(basisOf(purpose, { ...asked, consented: true })).toEqual(basis);
    expect(basisOf(purpose, { ...asked, consented: false })).toEqual(basis && "consent_required");
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
  expect(keepsRecord(actor, { accountId: "u", removedAt: null })).toBe(role === "patient");
  expect(keepsRecord(actor, { accountId: "v", removedAt: null })).toBe(false);
  // Whom the account has removed it reads no more.
  expect(keepsRecord(actor, { accountId: "u", removedAt: new Date() })).toBe(false);
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
