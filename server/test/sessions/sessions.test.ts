import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { Types } from "../../src/platform/database.ts";
import { newId } from "../../src/platform/outbox.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { makePatientAccount, newPhone, signIn, signUpBody, TEST_PASSWORD } from "../support/make-user.ts";
import { command, startTestApp, type Reply, type TestApp, type TestSocket } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());
beforeEach(() => app.setNow("2026-11-23T02:00:00Z"));

/** Somebody new, signed up. */
const signUp = async () => app.call<Session>("POST", "/accounts", { body: await signUpBody(app) });
const cookieOf = (reply: Reply<unknown>) => reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";
const refresh = (cookie: string, headers: Record<string, string> = { "x-fuzhen": "1" }) =>
  app.call<Session>("POST", "/sessions/refresh", { headers: { cookie, ...headers } });
const meStatus = async (token: string) => (await app.call("GET", "/accounts/me", { as: token })).status;

describe("signing up", () => {
  it("opens a patient account and a session; the refresh token travels in a guarded cookie only", async () => {
    const body = await signUpBody(app);
    const reply = await app.call<Session>("POST", "/accounts", { body });
    expect(reply.status).toBe(201);
    expect(reply.data).toEqual({
      accessToken: expect.any(String),
      expiresAt: "2026-11-23T02:10:00.000Z",
      me: {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        role: "patient",
        duty: null,
        displayName: `${body.phone.slice(0, 3)}****${body.phone.slice(-4)}`,
        organization: null,
        specialistId: null,
        mustChangePassword: false,
        secondFactor: null,
        secondFactorKinds: [],
      },
    });
    expect(reply.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^fuzhen_refresh=.+; HttpOnly; .*SameSite=Strict|^fuzhen_refresh=.+SameSite=Strict/i),
      expect.stringMatching(/^fuzhen_device=.+; Path=\/api; .*HttpOnly; SameSite=Strict$/i),
    ]);
    expect(reply.headers.getSetCookie()[0]).toMatch(/Path=\/api\/sessions/);
    expect(reply.headers.getSetCookie()[0]).toMatch(/HttpOnly/);
  });

  it.each([
    [{ phone: "12345" }, "phone", "phone"],
    [{ password: "short" }, "password", "password_short"],
    [{ password: "x".repeat(129) }, "password", "too_long"],
    [{ noticeAccepted: false }, "noticeAccepted", "notice"],
    [{ phone: { $gt: "" } }, "phone", "required"],
    [{ code: "12345" }, "code", "code"],
  ])("%o is 400 on %s", async (change, path, code) => {
    const body = { phone: newPhone(), password: TEST_PASSWORD, code: "123456", noticeAccepted: true, ...change };
    const reply = await app.call("POST", "/accounts", { body });
    expect([reply.status, reply.problem?.fields]).toEqual([400, [{ path, code }]]);
  });

  it("refuses passwords known from breaches, and the number itself; the code stays good for a better one", async () => {
    const body = await signUpBody(app);
    for (const password of ["iloveyou", "PassWord1", body.phone, "iloveyou", "iloveyou"]) {
      const reply = await app.call("POST", "/accounts", { body: { ...body, password } });
      expect([reply.status, reply.problem?.code, reply.problem?.fields]).toEqual([
        422,
        "password_breached",
        [{ path: "password", code: "password_breached" }],
      ]);
    }
    expect((await app.call("POST", "/accounts", { body })).status).toBe(201);
  });

  it("of ten at once with one number, one gets the account", async () => {
    const body = await signUpBody(app);
    const replies = await Promise.all(Array.from({ length: 10 }, () => app.call("POST", "/accounts", { body })));
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    const lost = replies.filter((reply) => reply.status !== 201);
    for (const { problem } of lost) expect(["phone_taken", "code_expired"]).toContain(problem?.code);
  });
});

describe("signing in", () => {
  it("answers wrong number and wrong password alike", async () => {
    const { phone } = await makePatientAccount(app);
    const wrong = await app.call("POST", "/sessions", { body: { phone, password: "wrong-one" } });
    const unknown = await app.call("POST", "/sessions", { body: { phone: newPhone(), password: "wrong-one" } });
    expect([wrong.status, wrong.problem?.code, unknown.status, unknown.problem?.code]).toEqual([
      401,
      "wrong_credentials",
      401,
      "wrong_credentials",
    ]);
  });

  it("does the same work for an unknown number", async () => {
    const { phone } = await makePatientAccount(app);
    const timed = async (number: string) => {
      const began = performance.now();
      for (let round = 0; round < 4; round++)
        await app.call("POST", "/sessions", { body: { phone: number, password: "wrong-one" } });
      return performance.now() - began;
    };
    const known = await timed(phone);
    const unknown = await timed(newPhone());
    // Argon2 costs tens of milliseconds a round; without it the unknown number would answer in a few.
    expect(unknown).toBeGreaterThan(known / 4);
  });

  it("stops guessing after ten failures; sign-ins that succeed are never counted", async () => {
    const { phone } = await makePatientAccount(app);
    for (let round = 0; round < 12; round++) await signIn(app, { phone });
    const guesses = await Promise.all(
      Array.from({ length: 14 }, (_, i) => app.call("POST", "/sessions", { body: { phone, password: `guess-${i}` } })),
    );
    expect(guesses.filter((reply) => reply.status === 401)).toHaveLength(10);
    const right = await app.call("POST", "/sessions", { body: { phone, password: TEST_PASSWORD } });
    expect([right.status, right.problem?.code]).toEqual([429, "rate_limited"]);
    const other = await makePatientAccount(app);
    expect((await signIn(app, other)).id).toBe(other.id);
  });
});

describe("a session", () => {
  it("knows its user; nobody without one", async () => {
    const { token, phone } = await makePatientAccount(app);
    expect(await meStatus(token)).toBe(200);
    for (const as of [null, "nonsense", `${token}x`]) {
      const reply = await app.call("GET", "/accounts/me", { as });
      expect([reply.status, reply.problem?.code]).toEqual([401, "unauthenticated"]);
    }
    expect(app.logLines.join("")).not.toContain(phone);
  });

  it("names the organisation of staff", async () => {
    const { organization, admin } = await makeHospital(app);
    const reply = await app.call("GET", "/accounts/me", { as: admin.token });
    expect(reply.data).toMatchObject({ role: "admin", organization: { id: organization.id, name: organization.name } });
  });

  it("lives ten minutes by its access token and is renewed by the cookie, which rotates", async () => {
    const started = await signUp();
    app.advance(10 * 60_000);
    expect(await meStatus(started.data.accessToken)).toBe(401);
    const renewed = await refresh(cookieOf(started));
    expect(renewed.status).toBe(200);
    expect(cookieOf(renewed)).not.toBe(cookieOf(started));
    expect(await meStatus(renewed.data.accessToken)).toBe(200);
  });

  it("needs the house's header and no foreign origin to renew (CSRF)", async () => {
    const cookie = cookieOf(await signUp());
    expect((await refresh(cookie, {})).status).toBe(403);
    expect((await refresh(cookie, { "x-fuzhen": "1", origin: "https://evil.example" })).status).toBe(403);
    expect((await refresh(cookie, { "x-fuzhen": "1", origin: app.url })).status).toBe(200);
  });

  it("stays whole when two tabs wake at once: all get the same next cookie", async () => {
    const cookie = cookieOf(await signUp());
    const replies = await Promise.all(Array.from({ length: 6 }, () => refresh(cookie)));
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(replies.map(cookieOf)).size).toBe(1);
    expect((await refresh(cookieOf(replies[3] as Reply<Session>))).status).toBe(200);
  });

  it("is ended when an old cookie comes back later: it has been copied", async () => {
    const started = await signUp();
    const next = await refresh(cookieOf(started));
    app.advance(31_000);
    const reused = await refresh(cookieOf(started));
    expect([reused.status, reused.problem?.code]).toEqual([401, "session_expired"]);
    expect(reused.headers.getSetCookie()[0]).toMatch(/^fuzhen_refresh=;/);
    expect((await refresh(cookieOf(next))).status).toBe(401);
    expect(await meStatus(next.data.accessToken)).toBe(401);
  });

  it("is ended by any older cookie, even within the window of the race", async () => {
    const started = await signUp();
    const second = await refresh(cookieOf(started));
    await refresh(cookieOf(second));
    expect((await refresh(cookieOf(started))).status).toBe(401);
    expect(await meStatus(second.data.accessToken)).toBe(401);
  });

  it.each(["", "fuzhen_refresh=", "fuzhen_refresh=6560f0a0a0a0a0a0a0a0a0a1.1.forged", "fuzhen_refresh=%00"])(
    "cookie '%s' is session_expired",
    async (cookie) => {
      const reply = await refresh(cookie);
      expect([reply.status, reply.problem?.code]).toEqual([401, "session_expired"]);
    },
  );

  it("dies unused after a month for patients and half a day for staff", async () => {
    const patient = cookieOf(await signUp());
    const { admin } = await makeHospital(app);
    const staff = await app.call("POST", "/sessions", { body: { phone: admin.phone, password: admin.password } });
    app.advance(12 * 3_600_000 + 1000);
    expect((await refresh(cookieOf(staff))).status).toBe(401);
    const kept = await refresh(patient);
    expect(kept.status).toBe(200);
    app.advance(30 * 86_400_000 + 1000);
    expect((await refresh(cookieOf(kept))).status).toBe(401);
  });

  it("ends with signing out: cookie cleared, token dead, sockets told and cut", async () => {
    const started = await signUp();
    const token = started.data.accessToken;
    const socket = await app.socket(token);
    const told = new Promise<unknown>((resolve) => socket.once("session:revoked", resolve));
    const cut = new Promise<string>((resolve) => socket.once("disconnect", resolve));
    const headers = { cookie: cookieOf(started), "x-fuzhen": "1" };
    const reply = await app.call("POST", "/sessions/end", { as: token, headers });
    expect([reply.status, reply.data]).toEqual([200, { ok: true }]);
    expect(reply.headers.getSetCookie()[0]).toMatch(/^fuzhen_refresh=;/);
    expect(await told).toEqual({ at: "2026-11-23T02:00:00.000Z", byOwner: true });
    expect(await cut).toBe("io server disconnect");
    expect(await meStatus(token)).toBe(401);
    expect((await app.call("POST", "/sessions/end", { headers: { "x-fuzhen": "1" } })).status).toBe(200);
    await expect(app.socket(token)).rejects.toThrow("unauthenticated");
  });
});

describe("a connection", () => {
  const cutOf = (socket: TestSocket) => new Promise<string>((resolve) => socket.once("disconnect", resolve));
  /** A command that reaches its use case is refused there: this is no visit of theirs. */
  const ask = (socket: TestSocket) => command(socket, "consultation:leave", { consultationId: newId() });

  it("outlives its access token, not its session", async () => {
    const doctor = await makeSpecialist(app);
    const socket = await app.socket(doctor.token);
    const cut = cutOf(socket);
    app.advance(11 * 60_000);
    expect(await meStatus(doctor.token)).toBe(401);
    expect(await ask(socket)).toMatchObject({ ok: false, problem: { code: "forbidden" } });
    app.advance(12 * 3_600_000);
    expect(await ask(socket)).toMatchObject({ ok: false, problem: { status: 401, code: "session_expired" } });
    expect(await cut).toBe("io server disconnect");
  });

  it("and every call end for one whose account was closed (R64)", async () => {
    const leaver = await makePatientAccount(app);
    const socket = await app.socket(leaver.token);
    const cut = cutOf(socket);
    expect(await meStatus(leaver.token)).toBe(200);
    await UserModel.updateOne({ _id: new Types.ObjectId(leaver.id) }, { $set: { active: false } });
    expect(await meStatus(leaver.token)).toBe(401);
    await expect(app.socket(leaver.token)).rejects.toThrow("unauthenticated");
    app.advance(60_000);
    expect(await ask(socket)).toMatchObject({ ok: false, problem: { code: "session_expired" } });
    expect(await cut).toBe("io server disconnect");
    const again = await app.call("POST", "/sessions", { body: { phone: leaver.phone, password: leaver.password } });
    expect(again.problem?.code).toBe("wrong_credentials");
  });
});

describe("changing the password", () => {
  const change = (as: string | null, body: object) => app.call("POST", "/accounts/password", { as, body });
  const newPassword = "a-quiet-harbour";

  it("ends the other sessions, keeps this one, and the old password is worth nothing", async () => {
    const here = await makePatientAccount(app);
    const elsewhere = await signIn(app, here);
    const reply = await change(here.token, { currentPassword: TEST_PASSWORD, newPassword });
    expect(reply.status).toBe(200);
    expect([await meStatus(here.token), await meStatus(elsewhere.token)]).toEqual([200, 401]);
    const old = await app.call("POST", "/sessions", { body: { phone: here.phone, password: TEST_PASSWORD } });
    expect(old.status).toBe(401);
    await signIn(app, { phone: here.phone, password: newPassword });
  });

  it("401 without a session, 400 for a short one, 422 for a breached one, 401 naming the wrong current one", async () => {
    const { token, phone } = await makePatientAccount(app);
    expect((await change(null, { currentPassword: TEST_PASSWORD, newPassword })).problem?.code).toBe("unauthenticated");
    const short = await change(token, { currentPassword: TEST_PASSWORD, newPassword: "short" });
    expect([short.status, short.problem?.fields?.[0]?.path]).toEqual([400, "newPassword"]);
    const breached = await change(token, { currentPassword: TEST_PASSWORD, newPassword: phone });
    expect([breached.status, breached.problem?.fields?.[0]?.path]).toEqual([422, "newPassword"]);
    const wrong = await change(token, { currentPassword: "wrong-one", newPassword });
    expect([wrong.status, wrong.problem?.code, wrong.problem?.fields]).toEqual([
      401,
      "wrong_credentials",
      [{ path: "currentPassword", code: "wrong_credentials" }],
    ]);
  });

  it("of two at once, one wins", async () => {
    const { token, phone } = await makePatientAccount(app);
    const passwords = ["a-quiet-harbour", "a-loud-harbour"];
    const replies = await Promise.all(
      passwords.map((password) => change(token, { currentPassword: TEST_PASSWORD, newPassword: password })),
    );
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200, 401]));
    const winner = passwords[replies.findIndex((reply) => reply.status === 200)];
    await signIn(app, { phone, password: winner ?? "" });
  });
});

it("lists demo accounts in demo mode only", async () => {
  expect((await app.call("GET", "/accounts/demo")).data).toEqual([]);
});
