import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { pageHeaders } from "@fuzhen/shared/page-headers.ts";
import { signUpBody } from "../support/make-user.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

// One browser, one cookie, two tabs: the first was opened by A, then B has signed in in the second.
let app: TestApp;
let a: { id: string; token: string; cookie: string };
let b: typeof a;

const cookieOf = (reply: Reply<unknown>) => reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";
async function signUp(): Promise<typeof a> {
  const reply = await app.call<Session>("POST", "/accounts", { body: await signUpBody(app) });
  return { id: reply.data.me.id, token: reply.data.accessToken, cookie: cookieOf(reply) };
}
const pageOf = (person: string, cookie?: string) => ({
  [pageHeaders.ours]: "1",
  [pageHeaders.person]: person,
  ...(cookie === undefined ? {} : { cookie }),
});
const meStatus = async (token: string) => (await app.call("GET", "/accounts/me", { as: token })).status;
const refused = [409, "other_person"];
const answerOf = (reply: Reply<unknown>) => [reply.status, reply.problem?.code];

beforeAll(async () => {
  app = await startTestApp();
  a = await signUp();
  b = await signUp();
});
afterAll(() => app.close());

describe("a page of one person with the credential of another", () => {
  it("is not renewed by the other's cookie, which stays as it is", async () => {
    const reply = await app.call("POST", "/sessions/refresh", { headers: pageOf(a.id, b.cookie) });
    expect(answerOf(reply)).toEqual(refused);
    expect(reply.headers.getSetCookie()).toEqual([]);
    // The cookie was not rotated by any of these requests, so it still renews the page of its own person.
    await app.call("POST", "/sessions/refresh", { headers: pageOf(a.id, b.cookie) });
    const own = await app.call<Session>("POST", "/sessions/refresh", { headers: pageOf(b.id, b.cookie) });
    expect([own.status, own.data.me.id]).toEqual([200, b.id]);
    b = { ...b, token: own.data.accessToken, cookie: cookieOf(own) };
  });

  it("writes nothing into the other's account, by any endpoint", async () => {
    const headers = pageOf(a.id);
    const key = randomUUID();
    const calls: [string, string, unknown][] = [
      ["POST", "/patients", { requestKey: key, name: "李明" }],
      ["POST", "/accounts/password", { currentPassword: "x", newPassword: "y" }],
      ["GET", "/patients", undefined],
      ["POST", "/uploads", undefined],
      ["POST", "/sessions/end-others", undefined],
    ];
    for (const [method, path, body] of calls)
      expect([path, ...answerOf(await app.call(method, path, { as: b.token, headers, body }))]).toEqual([
        path,
        ...refused,
      ]);
    expect((await app.call("GET", "/patients", { as: b.token, headers: pageOf(b.id) })).data).toEqual([]);
    await expect(app.socket(b.token, a.id)).rejects.toThrow("other_person");
    (await app.socket(b.token, b.id)).disconnect();
  });

  it("signs out its own person alone: the other's session and cookie stay", async () => {
    const headers = pageOf(a.id, b.cookie);
    const reply = await app.call("POST", "/sessions/end", { as: a.token, headers });
    expect([reply.status, reply.headers.getSetCookie()]).toEqual([200, []]);
    expect([await meStatus(a.token), await meStatus(b.token)]).toEqual([401, 200]);
    // Also once A's token has run out, when only the page's own word tells whose it is.
    await app.call("POST", "/sessions/end", { headers });
    expect(await meStatus(b.token)).toBe(200);
  });

  it("with its token run out, signing out ends the session of its own cookie", async () => {
    const c = await signUp();
    const reply = await app.call("POST", "/sessions/end", { headers: pageOf(c.id, c.cookie) });
    expect(reply.headers.getSetCookie()[0]).toMatch(/^fuzhen_refresh=;/);
    expect(await meStatus(c.token)).toBe(401);
    expect(answerOf(await app.call("POST", "/sessions/refresh", { headers: pageOf(c.id, c.cookie) }))).toEqual([
      401,
      "session_expired",
    ]);
  });
});
