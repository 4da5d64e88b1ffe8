import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { WaitingPlace } from "@fuzhen/shared/waiting/waiting.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { makeScheduledSpecialist } from "../support/make-appointment.ts";
import { finishVisit, makeConsultation, makeReadyVisit, type ReadyVisit } from "../support/make-consultation.ts";
import { makeHospital } from "../support/make-organization.ts";
import { earOf } from "../support/socket-ear.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let doctor: TestSpecialist;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T00:50:00Z" });
});
afterAll(() => app.close());
beforeEach(async () => {
  const hospital = await makeHospital(app, { visitSettings: { opensMinutesBefore: 1440 } });
  doctor = await makeScheduledSpecialist(app, { hospital });
});

const at = ({ appointmentId }: ReadyVisit) => `/appointments/${appointmentId}/waiting`;
const place = (one: ReadyVisit, as: string | null = one.patientToken) => app.call<WaitingPlace>("GET", at(one), { as });
const tell = (one: ReadyVisit, body: object, as: string | null = one.patientToken) =>
  app.call<WaitingPlace>("PATCH", at(one), { as, body });
const queuedOf = async (one: ReadyVisit) =>
  (await app.call<Appointment>("GET", `/appointments/${one.appointmentId}`, { as: doctor.token })).data.queued;
const device = { kind: "phone", line: "wifi", camera: "works", microphone: "fails" } as const;
async function checkedIn(): Promise<ReadyVisit> {
  const one = await makeReadyVisit(app, { specialist: doctor });
  await app.call("POST", `/appointments/${one.appointmentId}/check-in`, { as: one.patientToken });
  return one;
}
const callNext = () => app.call("POST", "/waiting/next", { as: doctor.token, body: { requestKey: randomUUID() } });

describe("the patient's own place", () => {
  it("says how many go first, and one time by the slots while few visits are known", async () => {
    const [first, second] = [await checkedIn(), await checkedIn()];
    expect((await place(first)).data).toMatchObject({ waits: true, called: false, ahead: 0, wait: { kind: "around" } });
    const { ahead, wait } = (await place(second)).data;
    expect([ahead, wait?.kind]).toEqual([1, "around"]);
  });

  it("learns a band from this specialist's own visits", async () => {
    for (let i = 0; i < 8; i++) {
      const visit = await makeConsultation(app, { specialist: doctor });
      app.advance(MINUTE_MS);
      await finishVisit(app, visit);
    }
    const [, second] = [await checkedIn(), await checkedIn()];
    const { wait } = (await place(second)).data;
    const now = app.ctx.now().getTime();
    expect(wait).toMatchObject({ kind: "band" });
    const band = wait as Extract<WaitingPlace["wait"], { kind: "band" }>;
    // By the slots it were a quarter of an hour.
    expect(Date.parse(band.from)).toBeLessThanOrEqual(now + 2 * MINUTE_MS);
    expect(Date.parse(band.until)).toBeGreaterThanOrEqual(now + 2 * MINUTE_MS);
    expect(Date.parse(band.until)).toBeLessThan(now + 10 * MINUTE_MS);
  }, 60_000);

  it("is pushed to all who wait for this specialist when the queue moves, and to nobody else's patients", async () => {
    const [first, second] = [await checkedIn(), await checkedIn()];
    const stranger = await makeReadyVisit(app);
    const [waiting, outside] = [await app.socket(second.patientToken), await app.socket(stranger.patientToken)];
    const [hears, silent] = [earOf(waiting), earOf(outside)];
    await callNext();
    await app.settled();
    await hears.first("waiting:changed", ({ specialistId }) => specialistId === doctor.specialistId);
    expect((await place(first)).data).toMatchObject({ called: true, ahead: null, wait: null });
    expect(silent.all("waiting:changed")).toEqual([]);
    waiting.disconnect();
    outside.disconnect();
  });
});

describe("what the patient tells", () => {
  it("leaving keeps the place; the specialist reads it, the device and the answer to a call", async () => {
    const [first, second] = [await checkedIn(), await checkedIn()];
    expect((await tell(first, { away: true, device })).data).toMatchObject({ away: true, ahead: 0 });
    expect((await place(second)).data.ahead).toBe(1);
    expect(await queuedOf(first)).toMatchObject({ away: true, device, called: false });
    // Not called yet: being here answers nothing.
    await tell(first, { here: true });
    expect(await queuedOf(first)).toMatchObject({ away: true, answeredAt: null });
    await callNext();
    await tell(first, { here: true });
    const answered = app.ctx.now().toISOString();
    app.advance(1000);
    await tell(first, { here: true });
    expect(await queuedOf(first)).toMatchObject({ called: true, away: false, answeredAt: answered });
  });

  it("401, 403 for another account, 400 for an unknown device, 409 for who does not wait", async () => {
    const one = await checkedIn();
    const other = await makeReadyVisit(app, { specialist: doctor });
    expect((await place(one, null)).status).toBe(401);
    expect((await tell(one, { away: true }, null)).status).toBe(401);
    expect((await place(one, other.patientToken)).problem?.code).toBe("forbidden");
    expect((await tell(one, { away: true }, other.patientToken)).problem?.code).toBe("forbidden");
    expect((await tell(one, { device: { ...device, kind: "iPhone 17,1" } })).problem?.code).toBe("invalid_input");
    expect((await place(other)).data).toMatchObject({ waits: false, ahead: null, wait: null });
    expect((await tell(other, { away: true })).problem?.code).toBe("illegal_state");
  });
});
