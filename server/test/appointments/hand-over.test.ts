import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Appointment, Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { ClaimModel } from "../../src/modules/schedules/claim.model.ts";
import {
  freeSlots,
  makeAppointment,
  makeScheduledSpecialist,
  type TestAppointment,
} from "../support/make-appointment.ts";
import { makeDepartment, makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makeSchedule, everyDay } from "../support/make-schedule.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { makeStaff, signIn } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const NOW = "2026-11-23T02:00:00.000Z";
let app: TestApp;
let hospital: TestHospital;
let leaver: TestSpecialist;
let colleague: TestSpecialist;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  hospital = await makeHospital(app);
  leaver = await makeScheduledSpecialist(app, { hospital, name: "周一鸣" });
  colleague = await makeSpecialist(app, { hospital, name: "陈静宜" });
  await makeSchedule(app, colleague, { sessions: everyDay({ feeCents: 3000 }) });
});
afterEach(() => app.setNow(NOW));
afterAll(() => app.close());

const nth = async ({ specialistId }: TestSpecialist, skip: number) =>
  (await freeSlots(app, specialistId))[skip]?.start ?? "";
const booked = async (skip = 40, accepted = false) =>
  makeAppointment(app, { specialist: leaver, start: await nth(leaver, skip), accepted });
const place = ({ specialistId }: { specialistId: string }, start: string) => ({ specialistId, start });
const handOver = (
  one: TestAppointment,
  to: { specialistId: string; start: string },
  as: string | null = hospital.admin.token,
  from = place(leaver, one.record.start),
) => app.call<Booking>("POST", `/admin/bookings/${one.id}/hand-over`, { as, body: { from, to } });
const codeOf = ({ status, problem }: { status: number; problem?: { code: string } | null }) => problem?.code ?? status;
const seenBy = (one: TestAppointment, as: string) => app.call<Appointment>("GET", `/appointments/${one.id}`, { as });
const toldTo = async (as: string) => {
  await app.settled();
  return (await app.call<{ items: Notification[] }>("GET", "/notifications", { as })).data.items;
};
const claimOf = async (id: string) => {
  const claims = await ClaimModel.find({ holder: id }).lean();
  return claims.map(({ specialistId, from }) => [String(specialistId), from.toISOString()]);
};

describe("a booking handed over to a colleague", () => {
  it("has the new time and no more the old one; the colleague sees it and judges anew, who had it sees nothing", async () => {
    const one = await booked(40, true);
    const start = await nth(colleague, 42);
    const reply = await handOver(one, place(colleague, start));
    expect(reply.data).toMatchObject({
      start,
      specialist: { id: colleague.specialistId },
      decision: null,
      status: "booked",
    });
    expect(await claimOf(one.id)).toEqual([[colleague.specialistId, start]]);
    expect((await freeSlots(app, leaver.specialistId)).some((slot) => slot.start === one.record.start)).toBe(true);
    const theirs = await seenBy(one, colleague.token);
    expect(theirs.data).toMatchObject({
      disease: "慢性肾小球肾炎",
      judgement: null,
      abilities: { judge: true, open: false },
    });
    expect(codeOf(await seenBy(one, leaver.token))).toBe("forbidden");
    expect(codeOf(await app.call("GET", `/patients/${one.patient.id}/appointments`, { as: leaver.token }))).toBe(
      "forbidden",
    );
    expect(codeOf(await handOver(one, place(colleague, start)))).toBe(200);
  });

  it("costs the patient no more than agreed, nor more than the colleague asks", async () => {
    const dear = await makeSpecialist(app, { hospital });
    await makeSchedule(app, dear, { sessions: everyDay({ feeCents: 90_000 }) });
    const [one, two] = [await booked(50), await booked(51)];
    expect(one.record.feeCents).toBe(5000);
    expect((await handOver(one, place(colleague, await nth(colleague, 50)))).data.feeCents).toBe(3000);
    expect((await handOver(two, place(dear, await nth(dear, 50)))).data.feeCents).toBe(5000);
  });

  it("is told to the patient, who reads where it was and may call it off until it begins", async () => {
    const one = await booked(60);
    const start = await nth(colleague, 1);
    await handOver(one, place(colleague, start));
    const as = one.patient.account.token;
    expect((await toldTo(as))[0]).toMatchObject({
      kind: "appointment-handed-over",
      params: { start, specialistName: "陈静宜" },
      subject: { type: "appointment", id: one.id },
    });
    const [taken] = await toldTo(colleague.token);
    expect(taken).toMatchObject({ kind: "appointment-taken-over", params: { start, patientName: "李**" } });
    const [given] = await toldTo(leaver.token);
    expect(given).toMatchObject({ kind: "appointment-given-away", params: { start: one.record.start } });
    expect(Object.keys(given?.params ?? {})).toEqual(["start"]);
    app.setNow(new Date(Date.parse(start) - 60_000));
    const again = (await signIn(app, one.patient.account)).token;
    expect((await seenBy(one, again)).data).toMatchObject({
      moved: { specialistName: "周一鸣", start: one.record.start },
      abilities: { cancel: true },
    });
    const reply = await app.call<Appointment>("POST", `/appointments/${one.id}/cancel`, { as: again, body: {} });
    expect([reply.status, reply.data.status]).toEqual([200, "cancelled"]);
    expect(await claimOf(one.id)).toEqual([]);
  });

  it("stays where it is when the colleague cannot take it: not free, not offered, another department, kind or hospital", async () => {
    const one = await booked(70);
    const other = await makeDepartment(app, hospital.admin, { code: "03.05", name: "神经内科" });
    const elsewhere = await makeScheduledSpecialist(app, { hospital, departmentId: other.id });
    const stranger = await makeScheduledSpecialist(app);
    const chatting = await makeSpecialist(app, { hospital });
    await makeSchedule(app, chatting, { sessions: everyDay({ visitKind: "chat" }) });
    const hidden = await makeScheduledSpecialist(app, { hospital });
    const at = await nth(colleague, 70);
    await app.call("PUT", `/admin/specialists/${hidden.specialistId}/published`, {
      as: hospital.admin.token,
      body: { published: false },
    });
    await makeAppointment(app, { specialist: colleague, start: at });
    for (const to of [
      place(colleague, at),
      place(colleague, "2026-11-24T02:00:07.000Z"),
      place(colleague, "2026-11-20T02:00:00.000Z"),
      place(elsewhere, at),
      place(stranger, at),
      place(chatting, at),
      place(hidden, at),
      place(leaver, at),
      place({ specialistId: "f".repeat(24) }, at),
    ])
      expect([to.specialistId, codeOf(await handOver(one, to))]).toEqual([to.specialistId, "slot_unavailable"]);
    const busy = await nth(colleague, 75);
    await makeAppointment(app, { specialist: stranger, patient: one.patient, start: busy });
    expect(codeOf(await handOver(one, place(colleague, busy)))).toBe("patient_busy");
    expect(await claimOf(one.id)).toEqual([[leaver.specialistId, one.record.start]]);
    expect((await seenBy(one, leaver.token)).status).toBe(200);
  });

  it("is moved from where it was seen, while it is only booked", async () => {
    const one = await booked(80);
    const to = place(colleague, await nth(colleague, 80));
    expect(codeOf(await handOver(one, to, undefined, place(leaver, "2026-11-24T02:00:00.000Z")))).toBe("illegal_state");
    expect(codeOf(await handOver(one, to, undefined, place(colleague, one.record.start)))).toBe("slot_unavailable");
    expect(codeOf(await handOver(one, to, undefined, place({ specialistId: "f".repeat(24) }, one.record.start)))).toBe(
      "illegal_state",
    );
    app.setNow(new Date(Date.parse(one.record.start) - 60_000));
    const as = (await signIn(app, one.patient.account)).token;
    expect((await app.call("POST", `/appointments/${one.id}/check-in`, { as })).status).toBe(200);
    const later = place(colleague, await nth(colleague, 5));
    expect(codeOf(await handOver(one, later, (await signIn(app, hospital.admin)).token))).toBe("illegal_state");
  });

  it("is the own organisation's duty system alone to give", async () => {
    const one = await booked(90);
    const to = place(colleague, await nth(colleague, 90));
    const security = await makeStaff(app, hospital.organization, { duty: "security" });
    expect(codeOf(await handOver(one, to, null))).toBe("unauthenticated");
    for (const as of [(await makeHospital(app)).admin.token, security.token, leaver.token, one.patient.account.token])
      expect((await handOver(one, to, as)).status).toBe(403);
    expect((await handOver({ ...one, id: "f".repeat(24) }, to)).status).toBe(403);
    expect((await handOver(one, place(colleague, "tomorrow"))).status).toBe(400);
  });
});

describe("races", () => {
  it("of two given to one time one comes in; the other keeps its own", async () => {
    const [one, other] = [await booked(100), await booked(101)];
    const to = place(colleague, await nth(colleague, 100));
    const replies = await Promise.all([handOver(one, to), handOver(other, to)]);
    expect(replies.map((reply) => String(codeOf(reply))).toSorted()).toEqual(["200", "slot_unavailable"]);
    const loser = replies[0]?.status === 200 ? other : one;
    expect(await claimOf(loser.id)).toEqual([[leaver.specialistId, loser.record.start]]);
  });

  it("given to two colleagues, called off and accepted at once, it has one time of one specialist, or none", async () => {
    const second = await makeScheduledSpecialist(app, { hospital });
    for (let round = 0; round < 3; round++) {
      const one = await booked(110 + round);
      const [start, there] = [await nth(colleague, 110), await nth(second, 110)];
      const replies = await Promise.all([
        handOver(one, place(colleague, start)),
        handOver(one, place(second, there)),
        app.call("PUT", `/appointments/${one.id}/judgement`, { as: leaver.token, body: { decision: "accepted" } }),
        ...(round % 2
          ? [app.call("POST", `/appointments/${one.id}/cancel`, { as: one.patient.account.token, body: {} })]
          : []),
      ]);
      expect(replies.every(({ status }) => status < 500)).toBe(true);
      const { data } = await seenBy(one, one.patient.account.token);
      const holds = data.status === "cancelled" ? [] : [[data.specialist.id, data.start]];
      expect(await claimOf(one.id)).toEqual(holds);
      // Nobody's judgement counts for another: whoever takes it over has made none.
      expect(data.specialist.id === leaver.specialistId || data.judgement === null).toBe(true);
    }
  });

  it("against patients who want the colleague's time: one of them all has it", async () => {
    const one = await booked(120);
    const to = place(colleague, await nth(colleague, 120));
    const [given, ...others] = await Promise.all([
      handOver(one, to),
      ...[1, 2, 3].map(() =>
        makeAppointment(app, { specialist: colleague, start: to.start }).then(
          () => 201,
          () => "refused",
        ),
      ),
    ]);
    const outcomes = [codeOf(given), ...others];
    expect(outcomes.filter((outcome) => typeof outcome === "number")).toHaveLength(1);
    expect(await ClaimModel.countDocuments({ specialistId: to.specialistId, from: new Date(to.start) })).toBe(1);
  });
});
