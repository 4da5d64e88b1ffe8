import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Appointment, ChangedAppointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { ClientCommand } from "@fuzhen/shared/realtime/events.ts";
import { everyCommand } from "@fuzhen/shared/testing/access-table.ts";
import { DAY_MS, MINUTE_MS } from "@fuzhen/shared/time.ts";
import { long } from "../support/long.ts";
import { makeScheduledSpecialist } from "../support/make-appointment.ts";
import { finishVisit } from "../support/make-consultation.ts";
import { makeSight, type Sight, type Stage } from "../support/make-sight.ts";
import { signIn, type TestUser } from "../support/make-user.ts";
import { earOf, type Ear } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp, type TestSocket } from "../support/test-app.ts";
import { toldOf, walk, type Heard, type Secret } from "../support/walk-contract.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const again = async (user: TestUser) => (await signIn(app, user)).token;
const tellers = (heard: Heard[]) => heard.filter(({ told }) => told.length > 0);

async function office(sight: Sight, method: string, path: string, body: object) {
  const reply = await app.call(method, path, { as: await again(sight.hospital.admin), body });
  expect([path, reply.status]).toEqual([path, 200]);
}
const change = (fields: object) => (sight: Sight) =>
  office(sight, "PATCH", `/admin/specialists/${sight.specialist.specialistId}`, fields);
const withdraw = async ({ patient }: Sight) => {
  const at = `/patients/${patient.id}/consents/health-data`;
  expect((await app.call("DELETE", at, { as: await again(patient.account) })).status).toBe(200);
};
const cancel = (who: "patient" | "specialist") => async (sight: Sight) => {
  const as = await again(who === "patient" ? sight.patient.account : sight.specialist);
  const body = { reason: "有事不能来" };
  expect((await app.call("POST", `/appointments/${sight.visit.appointmentId}/cancel`, { as, body })).status).toBe(200);
};
const remove = async ({ patient, visit, stage }: Sight) => {
  const body = { bookings: stage === "booked" ? [visit.appointmentId] : [] };
  const reply = await app.call("POST", `/patients/${patient.id}/remove`, { as: await again(patient.account), body });
  expect(reply.status).toBe(200);
};
const closeAccount = async ({ patient, visit, stage }: Sight) => {
  const body = { bookings: stage === "booked" ? [visit.appointmentId] : [] };
  const reply = await app.call("POST", "/accounts/close", { as: await again(patient.account), body });
  expect(reply.status).toBe(200);
};
const atVisitEnd = ({ visit }: Sight, ms: number) => app.setNow(new Date(Date.parse(visit.end) + ms));

interface Way {
  /** A moment before: what ends by the clock is seen by who has just signed in. */
  before?: (sight: Sight) => void;
  end: (sight: Sight) => Promise<unknown>;
  stages: readonly Stage[];
  /** The specialist has to account for it: that one appointment stays theirs to read (R11, R12). */
  accountable?: true;
  /** Who may not practise loses what was opened in an emergency, too. */
  emergency?: true;
}
const always: readonly Stage[] = ["booked", "visit", "finished"];
/** Each way in which the right of a specialist ends. */
const ways: Record<string, Way> = {
  "no longer published": {
    stages: always,
    emergency: true,
    end: (sight) =>
      office(sight, "PUT", `/admin/specialists/${sight.specialist.specialistId}/published`, { published: false }),
  },
  "a licence that has run out": { stages: always, emergency: true, end: change({ licenceValidTo: "2026-11-22" }) },
  "a hospital that takes back its consent": {
    stages: always,
    emergency: true,
    end: change({ hospitalConsent: false }),
  },
  "an account that was closed": {
    stages: always,
    emergency: true,
    end: async ({ security, specialist }) => {
      const body = { active: false };
      const reply = await app.call("PUT", `/admin/staff/${specialist.id}/active`, { as: security.token, body });
      expect(reply.status).toBe(200);
    },
  },
  // Withdrawn while the visit is under way, it counts from the end of the visit on.
  "a consent that was taken back": { stages: ["booked", "finished"], end: withdraw },
  "a patient who was removed from their account": { stages: ["booked", "finished"], end: remove },
  "an account that the patient closed": { stages: ["booked", "finished"], end: closeAccount },
  "a grant that has expired": {
    stages: always,
    before: (sight) => atVisitEnd(sight, 30 * DAY_MS - MINUTE_MS),
    async end(sight) {
      atVisitEnd(sight, 30 * DAY_MS);
      await app.runJob("realtime:rights-that-ran-out");
    },
  },
  "days that the hospital shortened": {
    stages: ["finished"],
    before: (sight) => atVisitEnd(sight, 2 * DAY_MS),
    async end(sight) {
      const body = { careAccessDays: 0, breakGlassHours: 4 };
      const as = await again(sight.security);
      expect((await app.call("PUT", "/admin/access-rules", { as, body })).status).toBe(200);
    },
  },
  "the patient, who called the visit off": { stages: ["booked"], end: cancel("patient") },
  "the office, which called the visit off": {
    stages: ["booked"],
    end: (sight) =>
      office(sight, "POST", `/admin/bookings/${sight.visit.appointmentId}/cancel`, { reason: "医生停诊" }),
  },
  "the office, which gave it to a colleague": {
    stages: ["booked"],
    async end(sight) {
      const { specialistId } = await makeScheduledSpecialist(app, { hospital: sight.hospital });
      const { start, appointmentId } = sight.visit;
      const from = { specialistId: sight.specialist.specialistId, start };
      const to = { specialistId, start };
      await office(sight, "POST", `/admin/bookings/${appointmentId}/hand-over`, { from, to });
    },
  },
  "calling the visit off": { stages: ["booked"], accountable: true, end: cancel("specialist") },
  declining: {
    stages: ["booked"],
    accountable: true,
    async end({ visit, specialist }) {
      const body = { decision: "declined", reason: "需要面诊" };
      const at = `/appointments/${visit.appointmentId}/judgement`;
      expect((await app.call("PUT", at, { as: specialist.token, body })).status).toBe(200);
    },
  },
  "waiting in vain": {
    stages: ["booked"],
    accountable: true,
    before: (sight) => atVisitEnd(sight, 0),
    async end() {
      app.advance(DAY_MS / 2);
      await app.runJob("appointments:missed");
    },
  },
};
// Each way in one stage, so that all stages come about; in all of its stages in a long run.
const cases = Object.entries(ways).flatMap(([name, way], at) =>
  way.stages.filter((_, stage) => long || stage === at % way.stages.length).map((stage) => ({ name, stage, way })),
);

/**
 * Everything is read again afterwards in a long run, and where another kind of row ends the right; else only what told of the
 * patient before.
 */
const whole = (name: string) =>
  long ||
  ["no longer published", "a consent that was taken back", "a grant that has expired", "declining"].includes(name);

/** Everything the patient may do next, of which the other side used to hear. */
async function patientGoesOn(sight: Sight): Promise<void> {
  // Of an account that is closed, with what it had.
  const as = await again(sight.patient.account).catch(() => sight.patient.account.token);
  const { appointmentId, consultationId } = sight.visit;
  const says = { clientMessageId: randomUUID(), text: sight.secrets.said };
  for (const [method, path, body] of [
    ["POST", `/consultations/${consultationId}/messages`, says],
    ["POST", `/appointments/${appointmentId}/check-in`, {}],
    ["POST", `/appointments/${appointmentId}/reports`, { reportIds: [sight.owned.reportId] }],
    ["POST", `/reports/${sight.owned.reportId}/hide`, {}],
    ["POST", `/appointments/${appointmentId}/cancel`, { reason: sight.secrets.said }],
  ] as const)
    await app.call(method, path, { as, body });
  await app.settled();
}

async function listen(sight: Sight, as: string): Promise<{ socket: TestSocket; ear: Ear }> {
  const socket = await app.socket(as);
  // Before the visit is opened there is no room to enter.
  const joined = await command(socket, "consultation:join", { consultationId: sight.visit.consultationId });
  expect(joined.ok).toBe(sight.stage !== "booked");
  return { socket, ear: earOf(socket) };
}

/** Every command of the socket, for as long as it is there to be answered. */
async function commandsTell(sight: Sight, socket: TestSocket): Promise<Secret[]> {
  const commands = everyCommand(sight.owned);
  const told: Secret[] = [];
  for (const one of Object.keys(commands) as ClientCommand[])
    if (socket.connected) told.push(...toldOf(sight, await command(socket, one, commands[one].input as never)));
  return told;
}

/** The token of before if it still opens anything, else of who signs in again; of who cannot, the old one. */
async function tokenAfterwards({ specialist }: Sight, token: string): Promise<string> {
  if ((await app.call("GET", "/accounts/me", { as: token })).status === 200) return token;
  const body = { phone: specialist.phone, password: specialist.password };
  return (await app.call("POST", "/sessions", { body })).status === 201 ? again(specialist) : token;
}

/** What the one appointment of somebody to be accounted for may tell, and where. */
const ACCOUNT = {
  "appointments.get": ["name", "masked", "birthDate", "disease", "wrote"],
  "appointments.worklist": ["name", "masked", "birthDate", "disease", "wrote"],
  "appointments.judge": ["name", "masked", "birthDate", "disease", "wrote"],
  "notifications.mine": ["masked"],
} as Record<string, Secret[]>;

describe("the right of a specialist ends", () => {
  test.each(cases)("by $name ($stage): nothing more is told of the patient", async ({ name, stage, way }) => {
    const sight = await makeSight(app, stage, { emergency: way.emergency ?? false });
    way.before?.(sight);
    const token = await tokenAfterwards(sight, sight.specialist.token);
    const { socket, ear } = await listen(sight, token);
    const before = await walk(app, sight, token, { reading: true });
    // It is there to be told, and the links open.
    expect(tellers(before).length).toBeGreaterThanOrEqual(stage === "booked" ? 6 : 8);
    const links = [...new Set(before.flatMap((one) => one.links))];
    expect(links.length).toBeGreaterThanOrEqual(stage === "booked" ? 2 : 4);
    for (const link of links) expect((await fetch(`${app.url}${link}`)).status).toBe(200);

    await way.end(sight);
    await app.settled();
    await patientGoesOn(sight);
    const mayHear = (secret: Secret) => way.accountable === true && secret === "masked";
    expect(toldOf(sight, ear.heard).filter((secret) => !mayHear(secret))).toEqual([]);
    expect(await commandsTell(sight, socket)).toEqual([]);
    socket.disconnect();

    for (const link of links) expect((await fetch(`${app.url}${link}`)).status).toBeGreaterThanOrEqual(400);
    const mayTell = (label: string, secret: Secret) =>
      way.accountable === true && (ACCOUNT[label]?.includes(secret) ?? false);
    const told = new Set(tellers(before).map(({ label }) => label));
    const afterwards = await walk(app, sight, await tokenAfterwards(sight, token), {
      among: ({ label, method }) => whole(name) || method !== "GET" || told.has(label),
    });
    const beyond = afterwards
      .map((one) => ({ ...one, told: one.told.filter((secret) => !mayTell(one.label, secret)) }))
      .filter(({ told, links: given }) => told.length > 0 || given.length > 0);
    expect(beyond).toEqual([]);
  });
});

describe("who has to account for an appointment", () => {
  const declined = async () => {
    const sight = await makeSight(app, "booked");
    await ways["declining"]?.end(sight);
    return sight;
  };
  const reads = async ({ specialist, visit, secrets }: Sight) => {
    const as = await again(specialist);
    const one = await app.call<Appointment>("GET", `/appointments/${visit.appointmentId}`, { as });
    const bell = await app.call("GET", "/notifications", { as });
    return [one.status, JSON.stringify(bell.data).includes(secrets.masked)];
  };

  test("reads it for as long as after a visit, then no longer", async () => {
    const sight = await declined();
    expect(await reads(sight)).toEqual([200, true]);
    atVisitEnd(sight, 30 * DAY_MS - MINUTE_MS);
    expect(await reads(sight)).toEqual([200, true]);
    atVisitEnd(sight, 30 * DAY_MS);
    expect(await reads(sight)).toEqual([403, false]);
  });

  test("reads it while the patient's consent stands; without it no refusal is taken back either", async () => {
    const sight = await declined();
    await withdraw(sight);
    expect(await reads(sight)).toEqual([403, false]);
    const at = `/appointments/${sight.visit.appointmentId}/judgement`;
    const as = sight.specialist.token;
    expect((await app.call("DELETE", at, { as })).problem?.code).toBe("consent_required");
    const repeated = { decision: "declined", reason: "需要面诊" };
    const bare = await app.call<ChangedAppointment>("PUT", at, { as, body: repeated });
    expect([bare.status, bare.data.patient, toldOf(sight, bare.data)]).toEqual([200, null, []]);
  });
});

test("a consent taken back before the visit: the worklist counts it without a name, and it can still be declined", async () => {
  const sight = await makeSight(app, "booked");
  const as = sight.specialist.token;
  const worklist = async () =>
    (await app.call<{ appointments: Appointment[]; closed: number }>("GET", `/worklist?day=${sight.owned.day}`, { as }))
      .data;
  expect((await worklist()).appointments.map(({ id }) => id)).toEqual([sight.visit.appointmentId]);
  await withdraw(sight);
  expect(await worklist()).toMatchObject({ appointments: [], closed: 1 });
  const at = `/appointments/${sight.visit.appointmentId}/judgement`;
  const reply = await app.call<ChangedAppointment>("PUT", at, {
    as,
    body: { decision: "declined", reason: "请先到院" },
  });
  expect([reply.status, reply.data.patient]).toEqual([200, null]);
});

test("a consent taken back after the visit: whoever still sits in its room is taken out", async () => {
  const sight = await makeSight(app, "visit");
  const { socket, ear } = await listen(sight, sight.specialist.token);
  await finishVisit(app, sight.visit);
  await app.settled();
  expect(ear.names()).not.toContain("consultation:left");
  await withdraw(sight);
  await ear.first("consultation:left");
  const here = { consultationId: sight.visit.consultationId };
  expect((await command(socket, "consultation:join", here)).ok).toBe(false);
  socket.disconnect();
});

test("however few days a hospital allows, a visit that takes longer than its slot is seen until it is signed", async () => {
  const sight = await makeSight(app, "visit");
  const body = { careAccessDays: 0, breakGlassHours: 4 };
  expect((await app.call("PUT", "/admin/access-rules", { as: sight.security.token, body })).status).toBe(200);
  atVisitEnd(sight, 30 * MINUTE_MS);
  const as = await again(sight.specialist);
  const report = async () => (await app.call("GET", `/reports/${sight.owned.reportId}`, { as })).status;
  expect(await report()).toBe(200);
  await finishVisit(app, { ...sight.visit, specialistToken: as });
  expect(await report()).toBe(403);
});
