import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BreakGlass } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { duties, type Duty } from "@fuzhen/shared/roles.ts";
import { DAY_MS, MINUTE_MS } from "@fuzhen/shared/time.ts";
import { long } from "../support/long.ts";
import { breakGlassBody, makeBreakGlass } from "../support/make-break-glass.ts";
import { makeSight, type Sight } from "../support/make-sight.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { makeStaff, signIn, type TestUser } from "../support/make-user.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { toldOf, walk } from "../support/walk-contract.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const again = async (user: TestUser) => (await signIn(app, user)).token;
const telling = async (sight: Sight, as: string) =>
  (await walk(app, sight, as, { reading: true }))
    .filter(({ told, links }) => told.length > 0 || links.length > 0)
    .map(({ label }) => label);

/** What each duty reads of patients, masked or in an emergency's words; the others read nothing of it. */
const read: Record<Duty, string[]> = {
  system: ["appointments.bookingsOfDay", "appointments.touchedByDepartment"],
  security: ["notifications.mine"],
  audit: ["careAccess.breakGlassCases", "notifications.mine", "oversight.search", "oversight.exportEvents"],
};
// Each duty is left once and taken once; in a long run each for each.
const moves = duties.flatMap((from, at) =>
  duties.filter((to) => (long ? to !== from : to === duties[(at + 1) % duties.length])).map((to) => ({ from, to })),
);

describe("a duty is taken", () => {
  test.each(moves)("$from becomes $to: what only the old one told is told no more", async ({ from, to }) => {
    const sight = await makeSight(app, "booked");
    const { organization } = sight.hospital;
    const admin = await makeStaff(app, organization, { duty: from });
    // Somebody stays behind in every duty, or none could be taken.
    for (const duty of duties) await makeStaff(app, organization, { duty });
    await makeBreakGlass(app, sight.patient, sight.specialist);
    await app.settled();
    expect((await telling(sight, admin.token)).toSorted()).toEqual(expect.arrayContaining(read[from].slice(0, 1)));
    const socket = await app.socket(admin.token);
    const ear = earOf(socket);

    const at = `/admin/staff/${admin.id}/duty`;
    const taken = await app.call("PUT", at, { as: sight.security.token, body: { duty: to } });
    expect(taken.status).toBe(200);
    await app.settled();
    await ear.first("session:revoked");
    ear.forget();
    const body = breakGlassBody(sight.patient);
    const opened = await app.call<BreakGlass[]>("POST", "/care-access/break-glass", {
      as: sight.specialist.token,
      body,
    });
    expect(opened.status).toBe(201);
    await app.settled();
    expect(toldOf(sight, ear.heard)).toEqual([]);
    expect(await telling(sight, admin.token)).toEqual([]);
    const now = await telling(sight, await again(admin));
    expect(now.filter((label) => !read[to].includes(label))).toEqual([]);
  });

  test.each(duties)("an account of %s that was closed reads nothing", async (duty) => {
    const sight = await makeSight(app, "booked");
    const admin = await makeStaff(app, sight.hospital.organization, { duty });
    for (const other of duties) await makeStaff(app, sight.hospital.organization, { duty: other });
    const at = `/admin/staff/${admin.id}/active`;
    const closed = await app.call("PUT", at, { as: sight.security.token, body: { active: false } });
    expect(closed.status).toBe(200);
    expect(await telling(sight, admin.token)).toEqual([]);
  });
});

/** Each way in which what was opened in an emergency is closed again. */
const ways: Record<string, (sight: Sight, opener: TestSpecialist, opening: BreakGlass) => Promise<unknown>> = {
  "its hours": async (_sight, _opener, { until }) => app.setNow(until),
  "who opened it": (_sight, opener, { id }) =>
    app.call("POST", `/care-access/break-glass/${id}/end`, { as: opener.token }),
  "a verdict that it was not justified": async ({ hospital }, _opener, { id }) => {
    const auditor = await makeStaff(app, hospital.organization, { duty: "audit" });
    const body = { verdict: "not-justified", account: "已核对急诊记录，没有急诊" };
    const reply = await app.call("POST", `/admin/break-glass/${id}/review`, { as: auditor.token, body });
    expect(reply.status).toBe(200);
  },
};

describe("an emergency is over", () => {
  test.each(Object.keys(ways))("by %s: nothing more is told of the patient", async (name) => {
    const sight = await makeSight(app, "finished");
    const opener = await makeSpecialist(app, { hospital: sight.hospital });
    const opening = await makeBreakGlass(app, sight.patient, opener);
    app.setNow(new Date(Date.parse(opening.until) - MINUTE_MS));
    const token = await again(opener);
    const before = await walk(app, sight, token, { reading: true });
    expect(before.filter(({ told }) => told.length > 0).length).toBeGreaterThanOrEqual(5);
    const links = [...new Set(before.flatMap((one) => one.links))];
    expect(links.length).toBeGreaterThanOrEqual(2);

    await ways[name]?.(sight, { ...opener, token }, opening);
    await app.settled();
    for (const link of links) expect((await fetch(`${app.url}${link}`)).status).toBeGreaterThanOrEqual(400);
    const beyond = (await walk(app, sight, token)).filter(
      ({ told, links: given }) => told.length > 0 || given.length > 0,
    );
    expect(beyond).toEqual([]);
    app.setNow(new Date(Date.parse(opening.until) + DAY_MS));
    expect(await telling(sight, await again(opener))).toEqual([]);
  });
});
