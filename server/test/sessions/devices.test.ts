import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { DeviceSession } from "@fuzhen/shared/sessions/session.schema.ts";
import { DAY_MS, MINUTE_MS } from "@fuzhen/shared/time.ts";
import { readEnv } from "../../src/env.ts";
import { sessionsModule } from "../../src/modules/sessions/index.ts";
import { SessionModel } from "../../src/modules/sessions/session.model.ts";
import { newId } from "../../src/platform/outbox.ts";
import { expectRefused, makeStrangers } from "../support/expect-refused.ts";
import { passSecondStep } from "../support/make-factor.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { makePatientAccount, signIn, TEST_PASSWORD } from "../support/make-user.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type Reply, type TestApp, type TestSocket } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());
beforeEach(() => app.setNow("2026-11-23T02:00:00Z"));

const devicesOf = async (as: string) => (await app.call<DeviceSession[]>("GET", "/sessions", { as })).data;
const meStatus = async (as: string) => (await app.call("GET", "/accounts/me", { as })).status;
const cutOf = (socket: TestSocket) => new Promise<string>((resolve) => socket.once("disconnect", resolve));

describe("devices", () => {
  it("are one's own live sessions, newest first, with what tells them apart", async () => {
    const patient = await makePatientAccount(app);
    const over = await signIn(app, patient);
    await app.call("POST", "/sessions/end", { as: over.token, headers: { "x-fuzhen": "1" } });
    app.advance(MINUTE_MS);
    const body = { phone: patient.phone, password: TEST_PASSWORD };
    const phone = await app.call<Session>("POST", "/sessions", {
      body,
      headers: { "user-agent": "Phone/1.0" },
    });
    const devices = await devicesOf(patient.token);
    expect(devices).toEqual([
      {
        id: expect.any(String),
        current: false,
        userAgent: "Phone/1.0",
        ip: "127.0.0.1",
        startedAt: "2026-11-23T02:01:00.000Z",
        lastSeenAt: "2026-11-23T02:01:00.000Z",
      },
      expect.objectContaining({ current: true, startedAt: "2026-11-23T02:00:00.000Z" }),
    ]);
    expect((await devicesOf(phone.data.accessToken)).map(({ current }) => current)).toEqual([true, false]);
    expect((await app.call("GET", "/sessions")).status).toBe(401);
  });

  it("are seen to the minute, at one write a minute", async () => {
    const patient = await makePatientAccount(app);
    const seen = async () => (await SessionModel.findOne({ userId: patient.id }).lean())?.lastSeenAt.toISOString();
    app.advance(59_000);
    await meStatus(patient.token);
    expect(await seen()).toBe("2026-11-23T02:00:00.000Z");
    app.advance(1000);
    await Promise.all(Array.from({ length: 5 }, () => meStatus(patient.token)));
    expect(await seen()).toBe("2026-11-23T02:01:00.000Z");
    app.advance(30_000);
    await meStatus(patient.token);
    expect(await seen()).toBe("2026-11-23T02:01:00.000Z");
  });

  it("are seen together where a crowd comes after a while", async () => {
    const crowd = await Promise.all(Array.from({ length: 12 }, () => makePatientAccount(app)));
    app.advance(MINUTE_MS);
    let writes = 0;
    mongoose.set("debug", (collection: string, method: string) => {
      if (collection === "sessions" && /write|update/i.test(method)) writes += 1;
    });
    try {
      await Promise.all(crowd.map(({ token }) => meStatus(token)));
    } finally {
      mongoose.set("debug", false);
    }
    const userId = { $in: crowd.map(({ id }) => id) };
    expect(await SessionModel.countDocuments({ userId, lastSeenAt: app.ctx.now() })).toBe(12);
    expect(writes).toBeLessThanOrEqual(6);
  });

  it("are signed out by their owner: the socket hears it and is cut at once; again is harmless", async () => {
    const doctor = await makeSpecialist(app);
    const lost = await signIn(app, doctor);
    const socket = await app.socket(lost.token);
    const ear = earOf(socket);
    const cut = cutOf(socket);
    const id = (await devicesOf(lost.token)).find(({ current }) => current)?.id ?? "";
    const end = (as: string | null) => app.call("DELETE", `/sessions/${id}`, { as });
    expect((await end(doctor.token)).data).toEqual({ ok: true });
    expect(await ear.first("session:revoked")).toEqual({ at: "2026-11-23T02:00:00.000Z", byOwner: false });
    expect(await cut).toBe("io server disconnect");
    expect(await meStatus(lost.token)).toBe(401);
    expect((await end(doctor.token)).data).toEqual({ ok: true });
    expect((await app.call("DELETE", "/sessions/nonsense", { as: doctor.token })).status).toBe(400);
  });

  it("of others are nobody's to end, whether they exist or not", async () => {
    const patient = await makePatientAccount(app);
    const id = (await devicesOf(patient.token))[0]?.id ?? "";
    const strangers = await makeStrangers(app);
    await expectRefused(strangers, (one, as) => app.call("DELETE", `/sessions/${one}`, { as }), id);
    expect(await meStatus(patient.token)).toBe(200);
  });

  it("are all signed out but this one", async () => {
    const doctor = await makeSpecialist(app);
    const others = [await signIn(app, doctor), await signIn(app, doctor)];
    const sockets = await Promise.all(others.map(({ token }) => app.socket(token)));
    const cuts = sockets.map(cutOf);
    const reply = await app.call("POST", "/sessions/end-others", { as: doctor.token });
    expect(reply.data).toEqual({ ok: true });
    expect(await Promise.all(cuts)).toEqual(["io server disconnect", "io server disconnect"]);
    expect((await devicesOf(doctor.token)).map(({ current }) => current)).toEqual([true]);
    expect((await app.call("POST", "/sessions/end-others")).status).toBe(401);
  });

  it("are remembered for a month after their end, and then forgotten", async () => {
    const patient = await makePatientAccount(app);
    const job = sessionsModule.jobs?.find(({ name }) => name === "sessions:forget");
    const left = async () => {
      await job?.run(app.app.services);
      return SessionModel.countDocuments({ userId: patient.id });
    };
    app.advance(60 * DAY_MS);
    expect(await left()).toBe(1);
    app.advance(1);
    expect(await left()).toBe(0);
  });

  it("signed out from themselves lose their cookie too", async () => {
    const patient = await makePatientAccount(app);
    const id = (await devicesOf(patient.token))[0]?.id ?? "";
    const reply = await app.call("DELETE", `/sessions/${id}`, { as: patient.token });
    expect(reply.headers.getSetCookie().some((cookie) => cookie.startsWith("fuzhen_refresh=;"))).toBe(true);
    expect(await meStatus(patient.token)).toBe(401);
  });
});

describe("staff who do nothing", () => {
  const cookieOf = (reply: Reply<unknown>) =>
    reply.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith("fuzhen_refresh="))
      ?.split(";")[0] ?? "";
  const refresh = (cookie: string) =>
    app.call<Session>("POST", "/sessions/refresh", { headers: { cookie, "x-fuzhen": "1" } });
  const active = (as: string | null) => app.call<{ idleAt: string | null }>("POST", "/sessions/active", { as });

  /** A doctor at a desk: tokens are renewed as a page does, by a cookie that rotates. */
  async function atDesk(user: { phone: string }) {
    const body = { phone: user.phone, password: TEST_PASSWORD };
    const first = await app.call<Session>("POST", "/sessions", { body });
    const passed = await passSecondStep(app, user.phone, first.data);
    let token = passed.accessToken;
    let cookie = cookieOf(await refresh(cookieOf(first)));
    return {
      token: () => token,
      async renew() {
        const reply = await refresh(cookie);
        if (reply.status === 200) [token, cookie] = [reply.data.accessToken, cookieOf(reply)];
        return reply.status;
      },
    };
  }

  it("are signed out after fifteen minutes, socket and all; reading, renewing and listening keep nobody in (R63)", async () => {
    const desk = await atDesk(await makeSpecialist(app));
    const socket = await app.socket(desk.token());
    const cut = cutOf(socket);
    const ask = () => command(socket, "consultation:leave", { consultationId: newId() });
    const renewed: number[] = [];
    for (let minute = 1; minute < 15; minute++) {
      app.advance(MINUTE_MS);
      if (minute % 5 === 0) renewed.push(await desk.renew());
      expect(await meStatus(desk.token())).toBe(200);
      expect(await ask()).toMatchObject({ problem: { code: "forbidden" } });
    }
    expect(renewed).toEqual([200, 200]);
    app.advance(MINUTE_MS - 1);
    expect(await meStatus(desk.token())).toBe(200);
    app.advance(1);
    expect(await meStatus(desk.token())).toBe(401);
    expect(await desk.renew()).toBe(401);
    await expect(app.socket(desk.token())).rejects.toThrow("unauthenticated");
    // A job ends such sessions every minute, so the line may be cut before the command is answered.
    const answer = await ask().then(
      (ack) => (ack.ok ? "ok" : ack.problem.code),
      () => "cut",
    );
    expect(["session_expired", "cut"]).toContain(answer);
    expect(await cut).toBe("io server disconnect");
  });

  it("stay while they say that they are there, change something or write a message", async () => {
    const desk = await atDesk(await makeSpecialist(app));
    const socket = await app.socket(desk.token());
    const acts = [
      async () => {
        const until = new Date(app.ctx.now().getTime() + 15 * MINUTE_MS).toISOString();
        expect((await active(desk.token())).data).toEqual({ idleAt: until });
      },
      async () => void (await app.call("POST", "/sessions/confirm", { as: desk.token(), body: {} })),
      async () => {
        const text = { consultationId: newId(), clientMessageId: randomUUID(), text: "在" };
        expect(await command(socket, "message:send", text)).toMatchObject({ problem: { code: "forbidden" } });
      },
    ];
    for (const act of acts) {
      app.advance(9 * MINUTE_MS);
      expect(await desk.renew()).toBe(200);
      app.advance(5 * MINUTE_MS);
      await act();
    }
    app.advance(MINUTE_MS);
    expect(await desk.renew()).toBe(200);
    app.advance(14 * MINUTE_MS);
    expect(await desk.renew()).toBe(401);
    // Nothing brings a session back that has died.
    expect((await active(desk.token())).status).toBe(401);
  });

  it("are staff of every role; patients are never hurried (R75)", async () => {
    const { admin } = await makeHospital(app);
    const patient = await makePatientAccount(app);
    expect((await active(patient.token)).data).toEqual({ idleAt: null });
    expect((await active(null)).status).toBe(401);
    const body = { phone: patient.phone, password: TEST_PASSWORD };
    const cookie = cookieOf(await app.call("POST", "/sessions", { body }));
    const desk = await atDesk(admin);
    app.advance(15 * MINUTE_MS);
    expect(await desk.renew()).toBe(401);
    expect((await refresh(cookie)).status).toBe(200);
  });
});

it("the time is the house's to set, not to switch off", () => {
  expect(readEnv({ STAFF_IDLE_MINUTES: "5" }).STAFF_IDLE_MINUTES).toBe(5);
  expect(() => readEnv({ STAFF_IDLE_MINUTES: "0" })).toThrow("STAFF_IDLE_MINUTES");
});
