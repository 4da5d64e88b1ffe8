import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resolveSession } from "../../src/modules/sessions/index.ts";
import { recordAccess } from "../../src/modules/audit/index.ts";
import { auditFacts } from "../../src/modules/audit/audit-facts.ts";
import {
  canAccessPatient,
  endCareAccess,
  grantCareAccess,
  requirePatientAccess,
} from "../../src/modules/care-access/index.ts";
import type { Ctx } from "../../src/platform/context.ts";
import { inTransaction } from "../../src/platform/database.ts";
import { newId, type Fact } from "../../src/platform/outbox.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { makePatientAccount, signIn, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
let patient: TestPatient;
let specialist: TestSpecialist;
let other: TestSpecialist;
let stranger: TestUser;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  patient = await makePatient(app);
  specialist = await makeSpecialist(app);
  other = await makeSpecialist(app, { hospital: specialist.hospital });
  stranger = await makePatientAccount(app);
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

/** The context of a call by this user, now. */
async function as(user: TestUser): Promise<Ctx> {
  const { token } = await signIn(app, user);
  return { ...app.ctx, actor: await resolveSession(app.ctx, token) };
}
const grantTo = async (whom: TestSpecialist, from = NOW, until = "2026-12-23T02:00:00Z") => {
  const appointmentId = newId();
  await grantCareAccess(app.ctx, {
    patientId: patient.id,
    specialistId: whom.specialistId,
    organizationId: whom.hospital.organization.id,
    appointmentId,
    from: new Date(from),
    until: new Date(until),
    // A visit is seen for a day after its end, whatever was granted.
    visitEnd: new Date(Date.parse(until) - 24 * 3_600_000),
  });
  return appointmentId;
};

describe("the gate", () => {
  it("lets the account holder in and writes one row a call", async () => {
    const ctx = await as(patient.account);
    const before = (await auditEventsOfPatient(patient.id)).length;
    const record = await requirePatientAccess(ctx, patient.id, "read-report");
    expect(record).toMatchObject({ id: patient.id, accountId: patient.account.id, name: "李建国" });
    const rows = (await auditEventsOfPatient(patient.id)).slice(before);
    expect(rows).toMatchObject([
      {
        action: "access",
        purpose: "read-report",
        outcome: "allowed",
        actor: { userId: patient.account.id, role: "patient" },
        entity: { type: "Patient", id: patient.id },
      },
    ]);
  });

  it("refuses everybody else alike, whether the record exists or not, and writes that down too", async () => {
    for (const user of [stranger, other, specialist.hospital.admin]) {
      const ctx = await as(user);
      for (const id of [patient.id, newId()])
        await expect(requirePatientAccess(ctx, id, "read-report")).rejects.toMatchObject({
          code: "forbidden",
          fields: [],
        });
      expect(await canAccessPatient(ctx, patient.id, "read-report")).toBe(false);
      const trail = await auditEventsOfPatient(patient.id);
      expect(trail.at(-1)).toMatchObject({ outcome: "refused", actor: { userId: user.id } });
    }
    for (const [actor, code] of [
      [null, "unauthenticated"],
      [app.ctx.actor, "forbidden"],
    ] as const)
      await expect(requirePatientAccess({ ...app.ctx, actor }, patient.id, "visit")).rejects.toMatchObject({ code });
  });

  it("opens to a specialist from one instant to another, and to no colleague", async () => {
    await grantTo(specialist, "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z");
    const sees = async (instant: string, user: TestSpecialist) => {
      app.setNow(instant);
      return canAccessPatient(await as(user), patient.id, "read-report");
    };
    expect(await sees("2026-11-23T23:59:59Z", specialist)).toBe(false);
    expect(await sees("2026-11-24T00:00:00Z", specialist)).toBe(true);
    expect(await sees("2026-11-24T23:59:59Z", specialist)).toBe(true);
    expect(await sees("2026-11-24T12:00:00Z", other)).toBe(false);
    expect(await sees("2026-11-25T00:00:00Z", specialist)).toBe(false);
  });

  it("closes when the grant is ended; another appointment's grant stays", async () => {
    const first = await grantTo(other);
    const second = await grantTo(other);
    const ctx = await as(other);
    await endCareAccess(app.ctx, { appointmentId: first });
    await endCareAccess(app.ctx, { appointmentId: first });
    expect(await canAccessPatient(ctx, patient.id, "read-report")).toBe(true);
    await endCareAccess(app.ctx, { appointmentId: second });
    expect(await canAccessPatient(ctx, patient.id, "read-report")).toBe(false);
    await endCareAccess(app.ctx, { appointmentId: newId() });
  });

  it("keeps a refusal in the log although the transaction around it is rolled back", async () => {
    const ctx = await as(stranger);
    // Rows of facts come in batches, a moment after their changes.
    await app.settled();
    const before = (await auditEventsOfPatient(patient.id)).length;
    await expect(inTransaction(ctx, () => requirePatientAccess(ctx, patient.id, "visit"))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect.poll(async () => (await auditEventsOfPatient(patient.id)).length).toBe(before + 1);
  });
});

describe("the trail", () => {
  it("has one row per fact, with ids and codes only, even when the fact is delivered twice", async () => {
    const appointmentId = await grantTo(other);
    await app.settled();
    const trail = await auditEventsOfPatient(patient.id);
    const row = trail.find((event) => event.entity.id === appointmentId);
    expect(row).toMatchObject({
      action: "care-access:granted",
      outcome: "allowed",
      data: { appointmentId, specialistId: other.specialistId },
    });
    const fact = {
      id: row?.factId ?? "",
      type: "care-access:granted",
      at: new Date(NOW),
      actor: null,
      requestId: "again",
      ip: "",
      patientId: patient.id,
      entity: { type: "Appointment", id: appointmentId },
      data: { appointmentId },
    } as Fact;
    await Promise.all([
      auditFacts.deliverAll([fact], app.app.services),
      auditFacts.deliverAll([fact], app.app.services),
    ]);
    expect(await auditEventsOfPatient(patient.id)).toHaveLength(trail.length);
    expect(JSON.stringify(trail)).not.toContain("李建国");
  });

  it("takes reads without a fact as often as they happen", async () => {
    const ctx = await as(patient.account);
    const before = (await auditEventsOfPatient(patient.id)).length;
    const access = {
      patientIds: [patient.id],
      entity: { type: "Patient", id: patient.id },
      action: "read",
      purpose: "profile",
      outcome: "allowed",
    } as const;
    await recordAccess(ctx, access);
    await recordAccess(ctx, access);
    expect(await auditEventsOfPatient(patient.id)).toHaveLength(before + 2);
  });
});
