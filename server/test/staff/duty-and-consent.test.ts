import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConsultationLine } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { makeConsultation, makeReadyVisit } from "../support/make-consultation.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

describe("a specialist who may no longer be on duty (R4)", () => {
  const yesterday = () => addDays(dayOf(app.ctx.now()), -1);
  it.each([
    ["the licence has run out", () => ({ licenceValidTo: yesterday() }), "licence_invalid"],
    ["the hospital took its consent back", () => ({ hospitalConsent: false }), "licence_invalid"],
    ["the years turned out too few", () => ({ practiceSince: yesterday() }), "experience_too_short"],
  ])("opens no visit booked before: %s", async (_name, change, code) => {
    const visit = await makeReadyVisit(app, { specialist: "own" });
    const { specialistId, hospital, token } = visit.specialist;
    const changed = await app.call("PATCH", `/admin/specialists/${specialistId}`, {
      as: hospital.admin.token,
      body: change(),
    });
    expect(changed.status).toBe(200);
    const opened = await app.call("POST", `/appointments/${visit.appointmentId}/consultation`, { as: token });
    expect([opened.status, opened.problem?.code]).toEqual([422, code]);
  });
});

describe("the list of conversations", () => {
  it("shows names and words, so its reading stands in the log (R65)", async () => {
    const visit = await makeConsultation(app);
    const before = await AuditEventModel.countDocuments({ action: "list", "entity.type": "Consultations" });
    for (const as of [visit.patientToken, visit.specialistToken])
      expect((await app.call<{ items: ConsultationLine[] }>("GET", "/consultations", { as })).status).toBe(200);
    const after = await AuditEventModel.countDocuments({ action: "list", "entity.type": "Consultations" });
    expect(after - before).toBe(2);
  });
});
