import { afterAll, beforeAll, expect, it } from "vitest";
import { queuePlaces } from "../../src/migrations/queue-places.ts";
import { AppointmentModel } from "../../src/modules/appointments/appointment.model.ts";
import { makeConsultation, makeReadyVisit } from "../support/make-consultation.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T00:50:00Z" });
});
afterAll(() => app.close());

it("who had checked in before keeps waiting, and visits get their times; run again it changes nothing", async () => {
  const waits = await makeReadyVisit(app);
  await app.call("POST", `/appointments/${waits.appointmentId}/check-in`, { as: waits.patientToken });
  const visit = await makeConsultation(app);
  // As the release before has written them.
  await AppointmentModel.collection.updateMany({}, { $unset: { queue: "", visitOpenedAt: "", visitEndedAt: "" } });
  expect(await queuePlaces(app.ctx)).toBe(2);
  expect(await queuePlaces(app.ctx)).toBe(0);
  const [row, opened] = await Promise.all(
    [waits, visit].map(({ appointmentId }) => AppointmentModel.findById(appointmentId).lean()),
  );
  expect(row?.queue).toMatchObject({ turnAt: new Date(waits.start), called: false, passes: 0 });
  expect([opened?.visitOpenedAt, opened?.visitEndedAt]).toEqual([app.ctx.now(), null]);
});
