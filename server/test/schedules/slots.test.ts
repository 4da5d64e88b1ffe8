import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Offer } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { FoundSpecialists } from "@fuzhen/shared/specialists/specialist.schema.ts";
import type { ScheduleSession, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { makeAppointment, makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeHospital } from "../support/make-organization.ts";
import { aSession, everyDay, makeSchedule } from "../support/make-schedule.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  // Monday, 10:00 in Shanghai.
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

const slotsOf = (specialistId: string, query = "") =>
  app.call<SlotDay[]>("GET", `/specialists/${specialistId}/slots${query}`);

describe("slots anybody may see", () => {
  it("begin today, hide what has begun and say why a day is empty", async () => {
    const specialist = await makeSpecialist(app);
    await makeSchedule(app, specialist, {
      sessions: [
        aSession({ slotMinutes: 60 }),
        aSession({ weekday: 3, start: "14:00", end: "15:00", slotMinutes: 60 }),
      ],
    });
    const { status, data } = await slotsOf(specialist.specialistId);
    expect(status).toBe(200);
    expect(data.map(({ day }) => day)).toHaveLength(14);
    expect(data.slice(0, 4).map(({ day, reason, slots }) => [day, reason, slots.map(({ start }) => start)])).toEqual([
      ["2026-11-23", "open", ["2026-11-23T03:00:00.000Z"]],
      ["2026-11-24", "no-session", []],
      ["2026-11-25", "open", ["2026-11-25T06:00:00.000Z"]],
      ["2026-11-26", "no-session", []],
    ]);
    const yesterday = await slotsOf(specialist.specialistId, "?from=2026-11-22&days=1");
    expect(yesterday.data).toEqual([{ day: "2026-11-22", reason: "past", slots: [] }]);
  });

  it("show what is taken, never by whom", async () => {
    const specialist = await makeSpecialist(app);
    await makeSchedule(app, specialist, { sessions: [aSession({ weekday: 2, end: "09:30" })] });
    const one = await makeAppointment(app, { specialist });
    const day = async () => (await slotsOf(specialist.specialistId, "?from=2026-11-24&days=1")).data[0];
    expect((await day())?.slots.map(({ free }) => free)).toEqual([false, true]);
    await makeAppointment(app, { specialist });
    expect(await day()).toMatchObject({ reason: "full", slots: [{ free: false }, { free: false }] });
    expect(JSON.stringify(await day())).not.toContain(one.patient.id);
  });

  it("are 404 for a specialist who is unknown or not published", async () => {
    const hidden = await makeSpecialist(app, { published: false });
    for (const id of [hidden.specialistId, "f".repeat(24)]) {
      const reply = await slotsOf(id);
      expect([reply.status, reply.problem?.code]).toEqual([404, "not_found"]);
    }
  });

  it("are empty without a published schedule", async () => {
    const specialist = await makeSpecialist(app);
    await makeSchedule(app, specialist, { published: false });
    expect((await slotsOf(specialist.specialistId)).data.every(({ reason }) => reason === "no-session")).toBe(true);
  });

  it("end with the licence, whatever the schedule says (R4)", async () => {
    const specialist = await makeSpecialist(app, { licenceValidTo: "2026-11-25" });
    await makeSchedule(app, specialist);
    const reasons = (await slotsOf(specialist.specialistId, "?days=5")).data.map(({ reason }) => reason);
    expect(reasons).toEqual(["open", "open", "open", "no-session", "no-session"]);
  });

  it("follow the clock of the organisation", async () => {
    const hospital = await makeHospital(app, { timeZone: "Asia/Urumqi" });
    const specialist = await makeSpecialist(app, { hospital });
    await makeSchedule(app, specialist, { sessions: [aSession({ slotMinutes: 60 })] });
    // 09:00 in Ürümqi is 11:00 in Shanghai.
    expect((await slotsOf(specialist.specialistId)).data[0]?.slots[0]?.start).toBe("2026-11-23T03:00:00.000Z");
  });

  it.each([
    ["?from=2026-11-21", "from"],
    ["?from=2027-01-23", "from"],
    ["?from=tomorrow", "from"],
    ["?days=0", "days"],
    ["?days=32", "days"],
  ])("%s is refused by field", async (query, path) => {
    const specialist = await makeSpecialist(app);
    const reply = await slotsOf(specialist.specialistId, query);
    expect([reply.status, reply.problem?.fields?.map((field) => field.path)]).toEqual([400, [path]]);
  });
});

describe("lists by what is free", () => {
  const list = async (query: string) => {
    await app.settled();
    await app.runJob("appointments:offers-kept");
    return app.call<FoundSpecialists>("GET", `/specialists?${query}`);
  };

  it("name the soonest first, page by page, and follow bookings, schedules and the clock", async () => {
    const hospital = await makeHospital(app);
    const offering = async (...sessions: ScheduleSession[]) => {
      const specialist = await makeSpecialist(app, { hospital });
      if (sessions.length > 0) await makeSchedule(app, specialist, { sessions });
      return specialist;
    };
    const [noon, early, never, later] = [
      await offering(aSession({ weekday: 2, start: "12:00", end: "13:00" })),
      await offering(
        aSession({ weekday: 2, start: "09:00", end: "09:30" }),
        aSession({ weekday: 5, start: "11:00", end: "12:00" }),
      ),
      await offering(),
      await offering(aSession({ weekday: 5 })),
    ];
    const ids = async (query: string) =>
      (await list(`organizationId=${hospital.organization.id}&${query}`)).data.items.map(({ id }) => id);
    expect(await ids("sort=nextFree")).toEqual([early.specialistId, noon.specialistId, later.specialistId]);
    expect(await ids("freeBy=2026-11-24")).toEqual([early.specialistId, noon.specialistId]);
    expect(await ids("freeBy=2026-11-23")).toEqual([]);
    expect(await ids("freeBy=9999-12-31")).toHaveLength(3);
    expect(await ids("")).toContain(never.specialistId);

    const first = await list(`organizationId=${hospital.organization.id}&sort=nextFree&limit=2`);
    expect(first.data.items.map(({ id }) => id)).toEqual([early.specialistId, noon.specialistId]);
    const cursor = first.data.nextCursor ?? "";
    expect(await ids(`sort=nextFree&limit=2&cursor=${cursor}`)).toEqual([later.specialistId]);
    const crossed = await list(`organizationId=${hospital.organization.id}&cursor=${cursor}`);
    expect([crossed.status, crossed.problem?.fields]).toEqual([400, [{ path: "cursor", code: "cursor" }]]);

    // Both times of the early one are sold; one is given back.
    const sold = await makeAppointment(app, { specialist: early });
    await makeAppointment(app, { specialist: early });
    expect(await ids("freeBy=2026-11-24")).toEqual([noon.specialistId]);
    const cancelled = await app.call("POST", `/appointments/${sold.id}/cancel`, {
      as: sold.patient.account.token,
      body: { reason: "临时有事" },
    });
    expect(cancelled.status).toBe(200);
    expect(await ids("freeBy=2026-11-24")).toEqual([early.specialistId, noon.specialistId]);

    app.setNow("2026-11-24T01:01:00Z");
    // 09:00 has begun: their next is on Friday.
    expect(await ids("freeBy=2026-11-24")).toEqual([noon.specialistId]);
    expect(await ids("sort=nextFree")).toEqual([noon.specialistId, later.specialistId, early.specialistId]);
    // The server's clock was a day ahead and is set back: the times of before are there again.
    app.setNow("2026-11-23T02:00:00Z");
    expect(await ids("freeBy=2026-11-24")).toEqual([early.specialistId, noon.specialistId]);
  });
});

describe("offers for a page of search results", () => {
  const offersOf = (ids: readonly string[]) =>
    app.call<Offer[]>("GET", `/offers?${ids.map((id) => `specialistIds[]=${id}`).join("&")}`);

  it("name the earliest free slot and the lowest fee; nulls for who offers nothing", async () => {
    const specialist = await makeSpecialist(app);
    await makeSchedule(app, specialist, {
      sessions: [aSession({ weekday: 2, feeCents: 8000 }), aSession({ weekday: 3, feeCents: 6000 })],
    });
    const idle = await makeSpecialist(app);
    const hidden = await makeSpecialist(app, { published: false });
    const ids = [specialist.specialistId, idle.specialistId, hidden.specialistId, "f".repeat(24)];
    const offers = async () => (await offersOf(ids)).data;
    const nothing = { nextFree: null, feeFromCents: null };
    expect(await offers()).toEqual([
      { specialistId: ids[0], nextFree: "2026-11-24T01:00:00.000Z", feeFromCents: 6000 },
      ...ids.slice(1).map((specialistId) => ({ specialistId, ...nothing })),
    ]);
    await makeAppointment(app, { specialist });
    expect((await offers())[0]?.nextFree).toBe("2026-11-24T01:15:00.000Z");
  });

  it("cost one query for the schedules and one for the claims, however many are asked for", async () => {
    const hospital = await makeHospital(app);
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) {
      const specialist = await makeSpecialist(app, { hospital });
      await makeSchedule(app, specialist, { sessions: everyDay() });
      ids.push(specialist.specialistId);
    }
    // What follows the making of schedules is over.
    await app.settled();
    const queries: string[] = [];
    mongoose.set("debug", (collection: string, method: string) => void queries.push(`${collection}.${method}`));
    const reply = await offersOf(ids);
    mongoose.set("debug", false);
    expect(reply.data.map(({ nextFree }) => nextFree)).toEqual(ids.map(() => "2026-11-23T02:10:00.000Z"));
    for (const query of ["schedules.find", "claims.find", "specialists.aggregate"])
      expect(queries.filter((one) => one.startsWith(`${query.split(".")[0]}.`))).toEqual([query]);
  });

  it("are refused beyond fifty, for none and for what is no id", async () => {
    const { specialistId } = await makeScheduledSpecialist(app);
    for (const ids of [Array.from({ length: 51 }, () => specialistId), [], ["nonsense"]]) {
      const reply = await offersOf(ids);
      expect([reply.status, reply.problem?.code]).toEqual([400, "invalid_input"]);
    }
  });
});
