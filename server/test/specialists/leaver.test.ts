import { afterAll, beforeAll, expect, test } from "vitest";
import type { Offer } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { bookingBody, makeFiledReport } from "../support/make-appointment.ts";
import { makeStaff } from "../support/make-user.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makePatient } from "../support/make-patient.ts";
import { makeSchedule } from "../support/make-schedule.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T00:00:00Z" });
});
afterAll(() => app.close());

test("a specialist whose account is taken out of use is not found, not offered and not booked, and comes back whole", async () => {
  const hospital = await makeHospital(app);
  const security = await makeStaff(app, hospital.organization, { duty: "security" });
  const specialist = await makeSpecialist(app, { hospital });
  await makeSchedule(app, specialist);
  const patient = await makePatient(app);
  const proofReportId = await makeFiledReport(app, patient);
  const id = specialist.specialistId;
  const found = async () => {
    const search = `/specialists?organizationId=${hospital.organization.id}`;
    const list = await app.call<{ items: { id: string }[] }>("GET", search);
    const page = await app.call("GET", `/specialists/${id}`);
    const slots = await app.call<SlotDay[]>("GET", `/specialists/${id}/slots?days=7`);
    const offers = await app.call<Offer[]>("GET", `/offers?specialistIds[]=${id}`);
    const start = (slots.status === 200 ? slots.data : []).flatMap((day) => day.slots).find(({ free }) => free)?.start;
    return {
      listed: list.data.items.map((item) => item.id),
      page: page.status,
      slots: slots.status,
      nextFree: offers.data[0]?.nextFree ?? null,
      start,
    };
  };
  const before = await found();
  expect(before).toMatchObject({ listed: [id], page: 200, slots: 200 });
  expect(before.nextFree).not.toBeNull();

  const setActive = (active: boolean) =>
    app.call("PUT", `/admin/staff/${specialist.id}/active`, { as: security.token, body: { active } });
  expect((await setActive(false)).status).toBe(200);
  expect(await found()).toEqual({ listed: [], page: 404, slots: 404, nextFree: null, start: undefined });
  const body = bookingBody({ patientId: patient.id, specialistId: id, start: before.start ?? "", proofReportId });
  const booked = await app.call("POST", "/appointments", { as: patient.account.token, body });
  expect(booked.problem?.code).toBe("slot_unavailable");

  expect((await setActive(true)).status).toBe(200);
  expect(await found()).toEqual(before);
});
