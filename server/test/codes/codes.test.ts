import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { CodePurpose, CodeSent } from "@fuzhen/shared/codes/code.schema.ts";
import { CodeModel } from "../../src/modules/codes/code.model.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { Types } from "../../src/platform/database.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makePatientAccount, newPhone, signIn, signUpBody, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW, env: { TRUST_PROXY: "1", SIGN_UPS_PER_ADDRESS: "30" } });
});
afterAll(() => app.close());

/** Every test has an address of its own, since what comes from one is counted together. */
let home: string;
let addresses = 0;
const newAddress = () => {
  addresses += 1;
  return `10.7.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
};
beforeEach(() => {
  app.setNow(NOW);
  home = newAddress();
});
const from = (address: string, cookie = "") => ({ "x-forwarded-for": address, ...(cookie ? { cookie } : {}) });
const deviceOf = (reply: Reply<unknown>) =>
  reply.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith("fuzhen_device="))
    ?.split(";")[0] ?? "";

const send = (phone: string, purpose: CodePurpose, address = home, cookie = "") =>
  app.call<CodeSent>("POST", "/codes", { body: { phone, purpose }, headers: from(address, cookie) });
const enter = (phone: string, code: string, address = home, cookie = "") =>
  app.call<Session>("POST", "/sessions/by-code", { body: { phone, code }, headers: from(address, cookie) });
const reset = (phone: string, code: string, newPassword: string, address = home) =>
  app.call("POST", "/accounts/password/reset", { body: { phone, code, newPassword }, headers: from(address) });
const told = (phone: string) => app.sms.last(phone)?.code ?? "";
const anotherThan = (code: string, step = 1) => String((Number(code) + step) % 1_000_000).padStart(6, "0");
/** An account that signed up from somewhere else, so that nothing of it is counted at `home`. */
const makeOwner = () => makePatientAccount(app, { headers: from(newAddress()) });
const outcome = (reply: Reply<unknown>) => [reply.status, reply.problem?.code];

describe("a code", () => {
  it("has six digits, is good for five minutes, and another may be asked for after one", async () => {
    const { phone } = await makeOwner();
    const reply = await send(phone, "sign-in");
    expect([reply.status, reply.data]).toEqual([
      201,
      { expiresAt: "2026-11-23T02:05:00.000Z", resendAt: "2026-11-23T02:01:00.000Z", channel: "sms" },
    ]);
    expect(app.sms.last(phone)).toEqual({ code: expect.stringMatching(/^\d{6}$/), purpose: "sign-in", minutes: 5 });
    app.advance(59_000);
    const early = await send(phone, "sign-in");
    expect([...outcome(early), early.headers.get("retry-after")]).toEqual([429, "rate_limited", "1"]);
    const first = told(phone);
    app.advance(1000);
    expect((await send(phone, "sign-in")).status).toBe(201);
    expect(outcome(await enter(phone, first === told(phone) ? anotherThan(first) : first))).toEqual([
      422,
      "code_wrong",
    ]);
    app.advance(5 * 60_000);
    expect(outcome(await enter(phone, told(phone)))).toEqual([422, "code_expired"]);
  });

  it("signs in whoever holds the number, staff too, and only once", async () => {
    const { admin } = await makeHospital(app);
    await send(admin.phone, "sign-in");
    const reply = await enter(admin.phone, ` ${told(admin.phone).slice(0, 3)} ${told(admin.phone).slice(3)}`);
    expect([reply.status, reply.data?.me.id]).toEqual([201, admin.id]);
    expect(outcome(await enter(admin.phone, told(admin.phone)))).toEqual([422, "code_expired"]);
  });

  it("made for one purpose opens no other", async () => {
    const { phone } = await makeOwner();
    await send(phone, "reset-password");
    expect(outcome(await enter(phone, told(phone)))).toEqual([422, "code_expired"]);
    await send(phone, "sign-in");
    expect(outcome(await reset(phone, told(phone), "a-quiet-harbour"))).toEqual([422, "code_wrong"]);
  });

  it("is kept as a hash that only the house's key can make, under the number's own hash", async () => {
    const { phone } = await makeOwner();
    await send(phone, "sign-in");
    const stored = JSON.stringify(await CodeModel.find().lean());
    for (const word of [phone, told(phone), home]) expect(stored).not.toContain(word);
  });

  it("of twenty who use it at once, one gets in", async () => {
    const { phone } = await makeOwner();
    await send(phone, "sign-in");
    const replies = await Promise.all(Array.from({ length: 20 }, () => enter(phone, told(phone))));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(replies.map((reply) => reply.problem?.code))).toEqual(new Set([undefined, "code_expired"]));
  });

  it("of forty guesses sent at once, five are looked at; then even the right one is no use", async () => {
    const { phone } = await makeOwner();
    await send(phone, "sign-in");
    const right = told(phone);
    const replies = await Promise.all(Array.from({ length: 40 }, (_, i) => enter(phone, anotherThan(right, i + 1))));
    expect(replies.filter((reply) => reply.problem?.code === "code_wrong")).toHaveLength(5);
    expect(replies.filter((reply) => reply.problem?.code === "code_expired")).toHaveLength(35);
    expect(outcome(await enter(phone, right))).toEqual([422, "code_expired"]);
  });

  it("asked for twice at once is sent once", async () => {
    const { phone } = await makeOwner();
    const before = app.sms.count(phone);
    const replies = await Promise.all(Array.from({ length: 4 }, () => send(phone, "sign-in")));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(app.sms.count(phone) - before).toBe(1);
  });

  it("cannot be used up or replaced by a stranger who guesses and asks from elsewhere", async () => {
    const { phone } = await makeOwner();
    await send(phone, "sign-in");
    const right = told(phone);
    for (let i = 0; i < 12; i++) await enter(phone, anotherThan(right, i + 1), newAddress());
    expect((await send(phone, "sign-in", newAddress())).status).toBe(201);
    expect((await enter(phone, right)).status).toBe(201);
  });

  it("still opens when the phone has moved to another network in between", async () => {
    const { phone } = await makeOwner();
    await send(phone, "sign-in");
    expect((await enter(phone, told(phone), newAddress())).status).toBe(201);
  });
});

describe("a number without an account", () => {
  it("gets the same answers and a message", async () => {
    const [{ phone: known }, unknown] = [await makeOwner(), newPhone()];
    for (const purpose of ["sign-in", "reset-password"] as const) {
      const [one, other] = [await send(known, purpose), await send(unknown, purpose)];
      expect([other.status, other.data]).toEqual([one.status, one.data]);
      expect([...outcome(await send(unknown, purpose))]).toEqual(outcome(await send(known, purpose)));
    }
    expect(app.sms.count(unknown)).toBe(2);
    // Other than either of the two codes that each of them was sent.
    const wrong = anotherThan(told(known), 7);
    const wrongOfUnknown = anotherThan(told(unknown), 7);
    for (let round = 0; round < 7; round++) {
      expect(outcome(await enter(unknown, wrongOfUnknown))).toEqual(outcome(await enter(known, wrong)));
      expect(outcome(await reset(unknown, wrongOfUnknown, "a-quiet-harbour"))).toEqual(
        outcome(await reset(known, wrong, "a-quiet-harbour")),
      );
    }
  });

  it("goes on to signing up with the very code, told only to who holds it, and only with the notice", async () => {
    const phone = newPhone();
    await send(phone, "sign-in");
    const code = told(phone);
    expect(outcome(await enter(phone, anotherThan(code)))).toEqual([422, "code_wrong"]);
    expect(outcome(await enter(phone, code))).toEqual([422, "sign_up_required"]);
    const post = (change: object) =>
      app.call<Session>("POST", "/accounts", {
        body: { phone, password: TEST_PASSWORD, code, codePurpose: "sign-in", noticeAccepted: true, ...change },
        headers: from(home),
      });
    expect((await post({ noticeAccepted: false })).problem?.fields?.[0]?.path).toBe("noticeAccepted");
    expect(outcome(await post({ codePurpose: "sign-up" }))).toEqual([422, "code_expired"]);
    expect(outcome(await post({ code: anotherThan(code) }))).toEqual([422, "code_wrong"]);
    const made = await post({});
    expect([made.status, made.data.me.role]).toEqual([201, "patient"]);
    expect(outcome(await post({}))).toEqual([422, "code_expired"]);
    expect(outcome(await enter(phone, code))).toEqual([422, "code_expired"]);
  });

  it("costs the same work", async () => {
    const timed = async (phone: string) => {
      const began = performance.now();
      for (let round = 0; round < 4; round++) {
        await send(phone, "sign-in", newAddress());
        await enter(phone, "000000", newAddress());
      }
      return performance.now() - began;
    };
    const { phone } = await makeOwner();
    await timed(newPhone());
    const [known, unknown] = [await timed(phone), await timed(newPhone())];
    expect(unknown).toBeGreaterThan(known / 4);
    expect(known).toBeGreaterThan(unknown / 4);
  });

  it("of somebody who has left is like none (R64)", async () => {
    const leaver = await makeOwner();
    await UserModel.updateOne({ _id: new Types.ObjectId(leaver.id) }, { $set: { active: false } });
    const before = app.sms.count(leaver.phone);
    expect((await send(leaver.phone, "sign-in")).status).toBe(201);
    expect(app.sms.count(leaver.phone)).toBe(before);
  });
});

describe("signing up", () => {
  it("proves the number (R6), and keeps when", async () => {
    const { id, phone } = await makePatientAccount(app, { headers: from(home) });
    const row = await UserModel.findById(id);
    expect(row?.phoneVerifiedAt?.toISOString()).toBe("2026-11-23T02:00:00.000Z");
    expect(app.sms.last(phone)?.purpose).toBe("sign-up");
  });

  it("is 422 with a wrong code, with none, and for another number's", async () => {
    const body = await signUpBody(app, newPhone(), from(home));
    const post = (change: object) =>
      app.call("POST", "/accounts", { body: { ...body, ...change }, headers: from(home) });
    expect(outcome(await post({ code: anotherThan(body.code) }))).toEqual([422, "code_wrong"]);
    expect(outcome(await post({ phone: newPhone() }))).toEqual([422, "code_expired"]);
    expect((await post({})).status).toBe(201);
  });

  it("says that a number is taken only to who holds it", async () => {
    const { phone } = await makeOwner();
    const sent = await send(phone, "sign-up");
    expect([sent.status, app.sms.last(phone)?.purpose]).toEqual([201, "sign-up"]);
    const post = (code: string) =>
      app.call("POST", "/accounts", {
        body: { phone, password: TEST_PASSWORD, code, noticeAccepted: true },
        headers: from(home),
      });
    expect(outcome(await post(anotherThan(told(phone))))).toEqual([422, "code_wrong"]);
    expect(outcome(await post(told(phone)))).toEqual([409, "phone_taken"]);
  });
});

describe("a new password by text message", () => {
  const newPassword = "a-quiet-harbour";

  it("ends all sessions, begins none, and signs in from then on", async () => {
    const owner = await makeOwner();
    const elsewhere = await signIn(app, owner);
    await send(owner.phone, "reset-password");
    const reply = await reset(owner.phone, told(owner.phone), newPassword);
    expect([reply.status, reply.data, reply.headers.getSetCookie()]).toEqual([200, { ok: true }, []]);
    for (const as of [owner.token, elsewhere.token])
      expect((await app.call("GET", "/accounts/me", { as })).status).toBe(401);
    const old = await app.call("POST", "/sessions", { body: { phone: owner.phone, password: owner.password } });
    expect(old.status).toBe(401);
    await signIn(app, { phone: owner.phone, password: newPassword });
    expect(outcome(await reset(owner.phone, told(owner.phone), "another-harbour"))).toEqual([422, "code_expired"]);
  });

  it("refuses a breached one and keeps the code for a better one", async () => {
    const { phone } = await makeOwner();
    await send(phone, "reset-password");
    for (let round = 0; round < 6; round++)
      expect(outcome(await reset(phone, told(phone), "iloveyou"))).toEqual([422, "password_breached"]);
    expect((await reset(phone, told(phone), newPassword)).status).toBe(200);
  });

  it("opens for one who forgot the old one and tried too often", async () => {
    const { phone } = await makeOwner();
    const guess = (password: string) =>
      app.call("POST", "/sessions", { body: { phone, password }, headers: from(home) });
    for (let round = 0; round < 11; round++) await guess(`guess-${round}`);
    expect((await guess(TEST_PASSWORD)).status).toBe(429);
    await send(phone, "reset-password");
    expect((await reset(phone, told(phone), newPassword)).status).toBe(200);
    expect((await guess(newPassword)).status).toBe(201);
  });
});

describe("messages are counted", () => {
  it("five an hour to one number, four of them for strangers: the last is for the owner's own device", async () => {
    const phone = newPhone();
    const body = await signUpBody(app, phone, from(newAddress()));
    const signedUp = await app.call<Session>("POST", "/accounts", { body, headers: from(home) });
    const device = deviceOf(signedUp);
    expect(device).not.toBe("");
    const burnt = [];
    for (let round = 0; round < 6; round++) burnt.push((await send(phone, "sign-in", newAddress())).status);
    expect(burnt).toEqual([201, 201, 201, 429, 429, 429]);
    const kept = await send(phone, "sign-in", newAddress());
    expect(Number(kept.headers.get("retry-after"))).toBeGreaterThan(3000);
    expect((await send(phone, "sign-in", home, device)).status).toBe(201);
    expect((await enter(phone, told(phone), newAddress(), device)).status).toBe(201);
    // And with the password from anywhere: messages are counted apart.
    const headers = from(newAddress());
    expect((await app.call("POST", "/sessions", { body: { phone, password: TEST_PASSWORD }, headers })).status).toBe(
      201,
    );
  });

  it("no more when a hundred are asked for at once, from addresses of one network too", async () => {
    const place = `2001:db8:${Math.floor(Math.random() * 65_536).toString(16)}:1`;
    const asked = await Promise.all(
      Array.from({ length: 100 }, (_, i) => send(newPhone(), "sign-up", `${place}::${i.toString(16)}`)),
    );
    expect(asked.filter(({ status }) => status === 201)).toHaveLength(30);
    expect(asked.every(({ status }) => status === 201 || status === 429)).toBe(true);
  });

  it("thirty an hour from one address, whatever the numbers", async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 32; round++) statuses.push((await send(newPhone(), "sign-in")).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(30);
    expect(statuses.slice(-2)).toEqual([429, 429]);
    expect((await send(newPhone(), "sign-in", newAddress())).status).toBe(201);
  });
});

it("of a gateway that took nothing the person hears at once, and may ask again", async () => {
  const phone = newPhone();
  app.sms.breakNext();
  expect(outcome(await send(phone, "sign-up"))).toEqual([503, "sms_unavailable"]);
  expect((await send(phone, "sign-up")).status).toBe(201);
  // Whether a number has an account must not show, so for one that has, a message that could not be sent is not
  // reported.
  const owner = await makeOwner();
  app.sms.breakNext();
  expect((await send(owner.phone, "sign-in")).status).toBe(201);
});
