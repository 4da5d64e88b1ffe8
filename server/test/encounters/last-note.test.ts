import { afterAll, beforeAll, expect, it } from "vitest";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { makeScheduledSpecialist } from "../support/make-appointment.ts";
import { finishVisit, makeConsultation, type Visit } from "../support/make-consultation.ts";
import { makeHospital } from "../support/make-organization.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T00:58:00Z" });
});
afterAll(() => app.close());

const last = (visit: Visit, as: string | null = visit.specialistToken) =>
  app.call<{ note: Note | null }>("GET", `/consultations/${visit.consultationId}/note/last`, { as });

it("is the specialist's own signed note of the visit before; none of a colleague's, of a later visit or another patient", async () => {
  const hospital = await makeHospital(app, { visitSettings: { opensMinutesBefore: 1440 } });
  const specialist = await makeScheduledSpecialist(app, { hospital });
  const first = await makeConsultation(app, { specialist });
  expect((await last(first)).data).toEqual({ note: null });
  await finishVisit(app, first);
  app.advance(MINUTE_MS);
  const again = await makeConsultation(app, { specialist, patient: first.patient });
  const { note } = (await last(again)).data;
  expect(note).toMatchObject({ consultationId: first.consultationId, status: "final", plan: "三月后复查" });
  expect(note?.signature?.valid).toBe(true);
  await finishVisit(app, again);
  expect((await last(first)).data.note).toBeNull();
  const colleague = await makeScheduledSpecialist(app, { hospital });
  const elsewhere = await makeConsultation(app, { specialist: colleague, patient: first.patient, minutesAhead: 60 });
  expect((await last(elsewhere)).data.note).toBeNull();
  const other = await makeConsultation(app, { specialist });
  expect((await last(other)).data.note).toBeNull();

  expect((await last(again, null)).status).toBe(401);
  for (const as of [again.patientToken, elsewhere.specialistToken])
    expect((await last(again, as)).problem?.code).toBe("forbidden");
  expect((await last({ ...again, consultationId: "x" })).problem?.code).toBe("invalid_input");
});
