import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { endCareAccess, grantCareAccess } from "../../src/modules/care-access/index.ts";
import { newId } from "../../src/platform/outbox.ts";
import { fileByKey, makeFile, upload } from "../support/make-file.ts";
import { grantConsents, makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeReport, reportBody } from "../support/make-report.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let patient: TestPatient;
let specialist: TestSpecialist;
beforeAll(async () => {
  app = await startTestApp({ now: "2036-03-01T02:00:00Z" });
  specialist = await makeSpecialist(app);
});
beforeEach(async () => {
  patient = await makePatient(app, { consents: false });
});
afterAll(() => app.close());

const content = "photos/landscape_6.jpg";
const as = () => patient.account.token;
const withdraw = () => app.call<Patient>("DELETE", `/patients/${patient.id}/consents/health-data`, { as: as() });

describe("consent to the use of health data (R53)", () => {
  test("comes before the first byte of a paper, and is asked for again once withdrawn", async () => {
    const uploadKey = randomUUID();
    const wish = { as: as(), patientId: patient.id, content, uploadKey };
    const before = await upload(app, wish);
    expect(before.refused).toMatchObject({
      status: 409,
      problem: { code: "consent_required", fields: [{ path: "consents.health-data", code: "consent_required" }] },
    });
    expect(await fileByKey(app, as(), uploadKey)).toBeNull();
    await grantConsents(app, patient.account, patient.id);
    await makeFile(app, wish);
    expect((await withdraw()).data.consentsMissing).toEqual(["health-data"]);
    const after = await upload(app, { ...wish, uploadKey: randomUUID() });
    expect(after.refused?.problem?.code).toBe("consent_required");
  });

  test("comes before a report; one sent before the withdrawal is answered as it was", async () => {
    await grantConsents(app, patient.account, patient.id);
    const [first, second] = [await makeFile(app, wishOf()), await makeFile(app, wishOf())];
    const body = reportBody(patient.id, [first.id]);
    const sent = await app.call<Report>("POST", "/reports", { as: as(), body });
    expect(sent.status).toBe(201);
    await withdraw();
    const again = await app.call<Report>("POST", "/reports", { as: as(), body });
    expect([again.status, again.data.id]).toEqual([201, sent.data.id]);
    const other = await app.call("POST", "/reports", { as: as(), body: reportBody(patient.id, [second.id]) });
    expect(other.problem).toMatchObject({
      status: 409,
      code: "consent_required",
      fields: [{ path: "consents.health-data", code: "consent_required" }],
    });
  });

  const wishOf = () => ({ as: as(), patientId: patient.id, content });
});

describe("who hears of a report", () => {
  test("the account, and a specialist for as long as their care lasts", async () => {
    await grantConsents(app, patient.account, patient.id);
    const appointmentId = newId();
    const now = app.ctx.now();
    await grantCareAccess(app.ctx, {
      patientId: patient.id,
      specialistId: specialist.specialistId,
      organizationId: specialist.hospital.organization.id,
      appointmentId,
      from: now,
      until: new Date(now.getTime() + DAY_MS),
      visitEnd: now,
    });
    const outsider = earOf(await app.socket((await makeSpecialist(app)).token));
    const account = earOf(await app.socket(as()));
    const carer = earOf(await app.socket(specialist.token));
    const report = await makeReport(app, patient);
    const payload = { reportId: report.id, patientId: patient.id };
    expect(await account.first("report:changed")).toEqual(payload);
    expect(await carer.first("report:changed")).toEqual(payload);
    await app.settled();

    await endCareAccess(app.ctx, { appointmentId });
    await app.settled();
    for (const ear of [account, carer]) ear.forget();
    expect((await app.call("POST", `/reports/${report.id}/hide`, { as: as() })).status).toBe(200);
    expect(await account.first("report:changed")).toEqual(payload);
    await app.settled();
    expect(carer.all("report:changed")).toEqual([]);
    expect(outsider.all("report:changed")).toEqual([]);
  });
});
