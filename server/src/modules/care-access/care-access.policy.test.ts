import { describe, expect, it } from "vitest";
import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { roles } from "@fuzhen/shared/roles.ts";
import type { User } from "../../platform/context.ts";
import { reviewRefusal } from "./break-glass.policy.ts";
import { basisOf, granteesOf, keepsRecord, liveGrant, type LiveGrant } from "./care-access.policy.ts";
import { granteeKinds } from "./care-grant.model.ts";
import type { CareGrantRecord } from "./care-grant.repo.ts";
import { groundKinds, grounds, sightEnds } from "./grounds.ts";

const until = new Date("2026-12-23T02:15:00Z");
const visit: CareGrantRecord = {
  patientId: "p",
  grantee: { kind: "specialist", id: "s" },
  ground: { kind: "appointment", id: "a" },
  purposes: grounds.appointment.purposes,
  organizationId: "o",
  from: new Date(0),
  until,
  visitEnd: until,
  visitOpen: false,
  questionsUntil: null,
};
const opening: CareGrantRecord = {
  ...visit,
  ground: { kind: "break-glass", id: "e" },
  purposes: grounds["break-glass"].purposes,
  visitEnd: null,
};
const early = new Date(0);
const rules = { careAccessDays: 30 };
const live = (grant: CareGrantRecord, now = early): LiveGrant[] => [liveGrant(grant, now, rules) ?? []].flat();

/** Which purposes each ground opens; a purpose that is missing here does not compile. */
interface Opens {
  care: boolean;
  emergency: boolean;
  withoutConsent: boolean;
  questions: boolean;
}
const no: Opens = { care: false, emergency: false, withoutConsent: false, questions: false };
const opens: Record<AccessPurpose, Opens> = {
  profile: { ...no, care: true, emergency: true, questions: true },
  "read-report": { ...no, care: true, emergency: true },
  "read-appointment": { ...no, care: true, emergency: true, questions: true },
  "read-plan": { ...no, care: true, emergency: true, questions: true },
  "read-file": { ...no, care: true, emergency: true },
  "change-appointment": { ...no, care: true, withoutConsent: true },
  "open-visit": { ...no, care: true },
  visit: { ...no, care: true, questions: true },
  "read-note": { ...no, care: true, questions: true },
  "write-note": { ...no, care: true },
  // The account's own: nobody is given them.
  "upload-file": no,
  "write-report": no,
  "book-appointment": no,
  "export-own-data": no,
};
const purposes = Object.keys(opens) as AccessPurpose[];
const byVisit = { kind: "appointment", id: "a", until };
const byEmergency = { kind: "break-glass", id: "e", until };

describe.each(purposes)("%s", (purpose) => {
  const { care, emergency, withoutConsent, questions } = opens[purpose];

  it("by an appointment, with consent; and to nobody without a ground", () => {
    expect(basisOf(purpose, live(visit), true)).toEqual(care ? byVisit : null);
    expect(basisOf(purpose, [], true)).toBeNull();
  });

  it("after the consent was withdrawn: only in the visit under way, or to call it off (R54)", () => {
    const basis = withoutConsent ? byVisit : "consent_required";
    expect(basisOf(purpose, live(visit), false)).toEqual(care ? basis : null);
    const open = [
      ...live({ ...visit, ground: { kind: "appointment", id: "b" } }),
      ...live({ ...visit, visitOpen: true }),
    ];
    expect(basisOf(purpose, open, false)).toEqual(!care ? null : withoutConsent ? { ...byVisit, id: "b" } : byVisit);
  });

  it("when only questions are taken: the talk and what it is about, while there is consent", () => {
    const questionsUntil = new Date(until.getTime() + 1);
    const asked = live({ ...visit, questionsUntil }, until);
    const basis = questions ? { ...byVisit, until: questionsUntil } : null;
    expect(basisOf(purpose, asked, true)).toEqual(basis);
    expect(basisOf(purpose, asked, false)).toEqual(basis && "consent_required");
    expect(live({ ...visit, questionsUntil }, questionsUntil)).toEqual([]);
  });

  it("in an emergency: reading, with or without consent, and no more; of both the care counts", () => {
    for (const consented of [true, false])
      expect(basisOf(purpose, live(opening), consented)).toEqual(emergency ? byEmergency : null);
    const both = [...live(opening), ...live(visit)];
    expect(basisOf(purpose, both, true)).toEqual(care ? byVisit : null);
    const without = emergency ? byEmergency : withoutConsent ? byVisit : "consent_required";
    expect(basisOf(purpose, both, false)).toEqual(care ? without : null);
  });

  it("never more than the ground allows, nor more than was given", () => {
    const wide = { ...opening, purposes };
    expect(basisOf(purpose, live(wide), true)).toEqual(emergency ? byEmergency : null);
    const narrow = { ...visit, purposes: visit.purposes.filter((one) => one !== purpose) };
    expect(basisOf(purpose, live(narrow), true)).toBeNull();
  });
});

it("an emergency ends with its time, whatever days the organisation allows", () => {
  expect(live(opening, new Date(until.getTime() - 1))).toHaveLength(1);
  expect(live(opening, until)).toEqual([]);
});

it("whoever may not hold a ground has nothing by it", () => {
  for (const kind of groundKinds)
    for (const grantee of granteeKinds) {
      const grant = { ...visit, ground: { kind, id: "x" }, grantee: { kind: grantee, id: "s" } };
      expect([kind, grantee, live(grant).length]).toEqual([kind, grantee, grantee === "specialist" ? 1 : 0]);
    }
});

const system = { role: "system", work: "w", organizationId: null, specialistId: null } as const;
const guest = { role: "guest", guestId: "g", organizationId: null, specialistId: null } as const;

it("neither guests nor the server itself have access to anybody's record, nor keep one", () => {
  for (const actor of [guest, system]) {
    expect(granteesOf(actor)).toEqual([]);
    expect(keepsRecord(actor, { accountId: "g", removedAt: null })).toBe(false);
  }
});

it.each(roles)("access is given to specialists as such, and to nobody else yet: %s", (role) => {
  const actor: User = { userId: "u", sessionId: "x", role, organizationId: "o", specialistId: "s" };
  expect(granteesOf(actor)).toEqual(role === "specialist" ? [{ kind: "specialist", id: "s" }] : []);
  expect(granteesOf({ ...actor, specialistId: null })).toEqual([]);
});

it("the sight ends with the grant or with the organisation's days, whichever is first", () => {
  const visitEnd = new Date("2026-11-23T02:15:00Z");
  const over = { until, visitEnd, visitOpen: false };
  expect(sightEnds(over, rules)).toEqual(until);
  expect(sightEnds(over, { careAccessDays: 1 })).toEqual(new Date("2026-11-24T02:15:00Z"));
  expect(sightEnds(over, { careAccessDays: 90 })).toEqual(until);
  expect(sightEnds({ ...over, visitEnd: null }, { careAccessDays: 1 })).toEqual(until);
  expect(sightEnds(over, { careAccessDays: 0 })).toEqual(visitEnd);
  expect(sightEnds({ ...over, visitOpen: true }, { careAccessDays: 0 })).toEqual(new Date("2026-11-24T02:15:00Z"));
});

it.each(roles)("a record is kept by its account, and by no other: %s", (role) => {
  const actor: User = { userId: "u", sessionId: "x", role, organizationId: null, specialistId: null };
  expect(keepsRecord(actor, { accountId: "u", removedAt: null })).toBe(role === "patient");
  expect(keepsRecord(actor, { accountId: "v", removedAt: null })).toBe(false);
  // Whom the account has removed it reads no more.
  expect(keepsRecord(actor, { accountId: "u", removedAt: new Date() })).toBe(false);
});

it("an opening is judged once, by another person of the same organisation (R64)", () => {
  const one = { organizationId: "o", openedBy: "u", review: null };
  const done = { verdict: "justified" as const, sealedAccount: "", by: "w", reviewerName: "", at: until };
  expect(reviewRefusal({ userId: "w", organizationId: "o" }, one)).toBeNull();
  expect(reviewRefusal({ userId: "u", organizationId: "o" }, one)).toBe("own_act");
  expect(reviewRefusal({ userId: "w", organizationId: "p" }, one)).toBe("forbidden");
  expect(reviewRefusal({ userId: "w", organizationId: null }, one)).toBe("forbidden");
  expect(reviewRefusal({ userId: "w", organizationId: "o" }, { ...one, review: done })).toBe("already_reviewed");
});
