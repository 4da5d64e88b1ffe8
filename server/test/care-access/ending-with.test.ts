import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { makeAppointment, makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makeStaff, signIn, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let hospital: TestHospital;
let security: TestUser;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  hospital = await makeHospital(app);
  security = await makeStaff(app, hospital.organization, { duty: "security" });
});
afterAll(() => app.close());

const ending = (days: number | string, as: string | null) =>
  app.call<{ patients: number; specialists: number; more: boolean }>(
    "GET",
    `/admin/access-rules/ending?careAccessDays=${days}`,
    {
      as,
    },
  );

it("says how many would lose sight of whom at once, of the own organisation alone", async () => {
  const doctor = await makeScheduledSpecialist(app, { hospital });
  const visits = [
    await makeAppointment(app, { specialist: doctor }),
    await makeAppointment(app, { specialist: doctor }),
  ];
  await makeAppointment(app);
  app.setNow(new Date(Date.parse(visits[1]?.record.end ?? "") + 10 * DAY_MS));
  const { token } = await signIn(app, security);
  expect((await ending(30, token)).data).toEqual({ patients: 0, specialists: 0, more: false });
  expect((await ending(11, token)).data).toEqual({ patients: 0, specialists: 0, more: false });
  expect((await ending(10, token)).data).toEqual({ patients: 2, specialists: 1, more: false });
  expect((await ending(366, token)).problem?.fields?.[0]?.path).toBe("careAccessDays");
});

it("is the duty security's alone", async () => {
  expect((await ending(0, null)).status).toBe(401);
  expect((await ending(0, (await signIn(app, hospital.admin)).token)).status).toBe(403);
});
