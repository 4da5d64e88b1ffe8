import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Schedule, ScheduleRow } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { freeSlots, makeAppointment } from "../support/make-appointment.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { aSession, makeSchedule, scheduleBody } from "../support/make-schedule.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let hospital: TestHospital;
let elsewhere: TestHospital;
beforeAll(async () => {
  // Monday, 10:00 in Shanghai.
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  hospital = await makeHospital(app);
  elsewhere = await makeHospital(app);
});
afterAll(() => app.close());

const pathOf = (specialistId: string) => `/admin/specialists/${specialistId}/schedule`;
const save = (specialist: TestSpecialist, body: object, as: string | null = hospital.admin.token) =>
  app.call<Schedule>("PUT", pathOf(specialist.specialistId), { as, body });
const publish = (specialist: TestSpecialist, body: object, as: string | null = hospital.admin.token) =>
  app.call<Schedule>("PUT", `${pathOf(specialist.specialistId)}/published`, { as, body });
const read = (specialist: TestSpecialist, as: string | null = hospital.admin.token) =>
  app.call<Schedule | null>("GET", pathOf(specialist.specialistId), { as });

describe("saving a week", () => {
  it("starts as a draft and counts versions", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    expect((await read(specialist)).data).toBeNull();
    const first = await save(specialist, scheduleBody(app, { sessions: [aSession()] }));
    expect(first.status).toBe(200);
    expect(first.data).toMatchObject({
      specialistId: specialist.specialistId,
      status: "draft",
      version: 1,
      effectiveTo: null,
      sessions: [aSession()],
      updatedAt: "2026-11-23T02:00:00.000Z",
    });
    const second = await save(specialist, scheduleBody(app, { expectedVersion: 1, sessions: [] }));
    expect([second.data.version, second.data.sessions]).toEqual([2, []]);
    expect((await read(specialist)).data).toEqual(second.data);
  });

  it("keeps a published schedule published and moves no visit that is booked", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    const published = await makeSchedule(app, specialist);
    const booked = await makeAppointment(app, { specialist });
    const saved = await save(specialist, scheduleBody(app, { expectedVersion: published.version, sessions: [] }));
    expect(saved.data).toMatchObject({ status: "published", version: published.version + 1 });
    const still = await app.call("GET", `/appointments/${booked.id}`, { as: booked.patient.account.token });
    expect(still.data).toMatchObject({ start: booked.record.start, end: booked.record.end, status: "booked" });
    expect(await freeSlots(app, specialist.specialistId)).toEqual([]);
  });

  it("lets one of ten admins at once win, the others read schedule_changed", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    for (const expectedVersion of [0, 1]) {
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          save(specialist, scheduleBody(app, { expectedVersion, sessions: [aSession({ feeCents: i })] })),
        ),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(replies.filter(({ problem }) => problem?.code === "schedule_changed")).toHaveLength(9);
      expect((await read(specialist)).data?.version).toBe(expectedVersion + 1);
    }
  });

  it.each<[string, object, number, string, { path: string; code?: string }]>([
    [
      "a time that is none",
      { sessions: [{ ...aSession(), start: "25:00" }] },
      400,
      "invalid_input",
      { path: "sessions.0.start", code: "time_of_day" },
    ],
    [
      "a fee in fractions",
      { sessions: [{ ...aSession(), feeCents: 1.5 }] },
      400,
      "invalid_input",
      { path: "sessions.0.feeCents", code: "fee" },
    ],
    [
      "slots of no length",
      { sessions: [{ ...aSession(), slotMinutes: 0 }] },
      400,
      "invalid_input",
      { path: "sessions.0.slotMinutes", code: "slot_minutes" },
    ],
    [
      "more sessions than a week holds",
      { sessions: Array.from({ length: 43 }, () => aSession()) },
      400,
      "invalid_input",
      { path: "sessions", code: "too_many" },
    ],
    [
      "an end before the beginning",
      { effectiveFrom: "2026-12-01", effectiveTo: "2026-11-30" },
      400,
      "invalid_input",
      { path: "effectiveTo", code: "day_order" },
    ],
    ["no version", { expectedVersion: undefined }, 400, "invalid_input", { path: "expectedVersion" }],
    [
      "a session too short",
      { sessions: [aSession({ end: "09:10" })] },
      422,
      "session_too_short",
      { path: "sessions.0.end" },
    ],
    [
      "sessions that overlap",
      { sessions: [aSession(), aSession({ start: "11:00", end: "13:00" })] },
      422,
      "sessions_overlap",
      { path: "sessions.1.start" },
    ],
  ])("names the field: %s", async (_name, change, status, code, field) => {
    const specialist = await makeSpecialist(app, { hospital });
    const reply = await save(specialist, { ...scheduleBody(app), ...change });
    expect([reply.status, reply.problem?.code]).toEqual([status, code]);
    expect(reply.problem?.fields).toEqual([expect.objectContaining(field)]);
    expect((await read(specialist)).data).toBeNull();
  });

  it("answers 409 to an old version, also when nothing is there yet", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    const codes = async (expectedVersion: number) =>
      (await save(specialist, scheduleBody(app, { expectedVersion }))).problem?.code;
    expect(await codes(3)).toBe("schedule_changed");
    await makeSchedule(app, specialist, { published: false });
    expect([await codes(0), await codes(2)]).toEqual(["schedule_changed", "schedule_changed"]);
  });
});

describe("publishing", () => {
  it("offers the slots, and takes them back", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    const draft = await makeSchedule(app, specialist, { published: false });
    expect(await freeSlots(app, specialist.specialistId)).toEqual([]);
    const offered = await publish(specialist, { published: true, expectedVersion: draft.version });
    expect(offered.data).toMatchObject({ status: "published", version: draft.version + 1 });
    expect((await freeSlots(app, specialist.specialistId)).length).toBeGreaterThan(100);
    const back = await publish(specialist, { published: false, expectedVersion: offered.data.version });
    expect(back.data.status).toBe("draft");
    expect(await freeSlots(app, specialist.specialistId)).toEqual([]);
  });

  it("waits for the specialist to be published (R4)", async () => {
    const specialist = await makeSpecialist(app, { hospital, published: false });
    const { version } = await makeSchedule(app, specialist, { published: false });
    const reply = await publish(specialist, { published: true, expectedVersion: version });
    expect([reply.status, reply.problem?.code]).toEqual([409, "specialist_unpublished"]);
  });

  it("answers 409 to an old version and to a schedule that is not there", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    const none = await publish(specialist, { published: true, expectedVersion: 0 });
    const { version } = await makeSchedule(app, specialist);
    const old = await publish(specialist, { published: false, expectedVersion: version - 1 });
    expect([none.problem?.code, old.problem?.code]).toEqual(["schedule_changed", "schedule_changed"]);
  });

  it("answers 400 to what is no version", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    const reply = await publish(specialist, { published: "perhaps", expectedVersion: 1 });
    expect(reply.problem?.fields?.map(({ path }) => path)).toEqual(["published"]);
  });
});

describe("whose schedules", () => {
  it("shows an admin those of the own organisation only", async () => {
    const own = await makeHospital(app);
    const specialists = [await makeSpecialist(app, { hospital: own }), await makeSpecialist(app, { hospital: own })];
    for (const specialist of specialists) await makeSchedule(app, specialist, { published: false });
    const seen = await app.call<{ items: ScheduleRow[] }>("GET", "/admin/schedules", { as: own.admin.token });
    expect(seen.data.items.flatMap(({ schedule }) => schedule?.specialistId ?? []).toSorted()).toEqual(
      specialists.map(({ specialistId }) => specialistId).toSorted(),
    );
    expect((await app.call("GET", "/admin/schedules", { as: elsewhere.admin.token })).data).toMatchObject({
      items: [],
    });
  });

  it("refuses nobody, other roles and another organisation's admin alike at every call", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    const ghost: TestSpecialist = { ...specialist, specialistId: "f".repeat(24) };
    const calls = [
      (who: TestSpecialist, as: string | null) => read(who, as),
      (who: TestSpecialist, as: string | null) => save(who, scheduleBody(app), as),
      (who: TestSpecialist, as: string | null) => publish(who, { published: true, expectedVersion: 0 }, as),
    ];
    for (const call of calls) {
      expect((await call(specialist, null)).status).toBe(401);
      expect((await call(specialist, specialist.token)).status).toBe(403);
      const foreign = await call(specialist, elsewhere.admin.token);
      const unknown = await call(ghost, hospital.admin.token);
      expect([foreign.status, unknown.status]).toEqual([403, 403]);
      expect({ ...foreign.problem, requestId: "" }).toEqual({ ...unknown.problem, requestId: "" });
    }
    expect((await read(specialist)).data).toBeNull();
  });
});
