import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { io } from "socket.io-client";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { makePatientAccount, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: "1" } });
});
afterAll(() => app.close());

describe("a foreign page", () => {
  const send = (type: string, body: string, headers: Record<string, string>) =>
    fetch(`${app.url}/api/sessions`, { method: "POST", headers: { "content-type": type, ...headers }, body });

  // A form of any other site may be sent here without asking first (no CORS preflight). If it were accepted, the
  // visitor would be signed in as whoever that site chose.
  it.each([
    ["application/x-www-form-urlencoded", (phone: string) => `phone=${phone}&password=${TEST_PASSWORD}`],
    ["application/json", (phone: string) => JSON.stringify({ phone, password: TEST_PASSWORD })],
  ])("cannot sign its visitor in as somebody else by %s", async (type, bodyOf) => {
    const { phone } = await makePatientAccount(app);
    for (const origin of ["https://evil.example", "null"]) {
      const reply = await send(type, bodyOf(phone), { origin });
      expect([reply.status, reply.headers.getSetCookie()]).toEqual([403, []]);
    }
    expect((await send(type, bodyOf(phone), { origin: app.url })).status).toBe(201);
  });
});

describe("answers", () => {
  it("with what belongs to a person are kept by no cache", async () => {
    const { token } = await makePatientAccount(app);
    for (const path of ["/patients", "/accounts/me", "/patients/000000000000000000000000", "/nowhere"]) {
      const reply = await app.call("GET", path, { as: token });
      expect([path, reply.headers.get("cache-control")]).toEqual([path, "no-store"]);
    }
  });
  it("that everybody is told alike are kept for a minute, and refusals by nobody", async () => {
    for (const path of ["/organizations", "/departments"]) {
      const reply = await app.call("GET", path, { as: null });
      expect([reply.status, reply.headers.get("cache-control")]).toEqual([200, "public, max-age=60"]);
    }
    const { token } = await makePatientAccount(app);
    const headers = { "x-fuzhen-person": "f".repeat(24) };
    const refused = await app.call("GET", "/organizations", { as: token, headers });
    const cache = refused.headers.get("cache-control");
    expect([refused.status >= 400, cache]).toEqual([true, "no-store"]);
  });
});

describe("a search", () => {
  // A regular expression of the database cannot hold it: it was a fault (500).
  it.each(["/specialists?q=%00", "/specialists?q=a%00b", "/specialists?departmentCode=%00"])(
    "for control characters is refused: %s",
    async (path) => {
      const reply = await app.call("GET", path);
      expect([reply.status, reply.problem?.fields?.[0]?.code]).toEqual([400, "control_characters"]);
    },
  );
});

describe("a connection behind the proxy", () => {
  it("stands in the access log under the person's own address", async () => {
    const visit = await makeConsultation(app);
    const socket = io(app.url, {
      transports: ["websocket"],
      auth: { token: visit.patientToken },
      extraHeaders: { "x-forwarded-for": "198.51.100.66, 203.0.113.7" },
      reconnection: false,
      forceNew: true,
    });
    const ack: unknown = await socket
      .timeout(30_000)
      .emitWithAck("consultation:join", { consultationId: visit.consultationId });
    expect(ack).toMatchObject({ ok: true });
    socket.disconnect();
    const row = await AuditEventModel.findOne({ purpose: "visit", patientIds: visit.patientId }).sort({ _id: -1 });
    expect(row?.ip).toBe("203.0.113.7");
  });

  it("gets an answer to a command that only an object of JavaScript knows", async () => {
    const { token } = await makePatientAccount(app);
    const socket = await app.socket(token);
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      const ack: unknown = await (socket as unknown as ReturnType<typeof io>).timeout(2000).emitWithAck(name, {});
      expect(ack).toMatchObject({ ok: false, problem: { code: "invalid_input" } });
    }
  });

  it("is told to slow down when it floods with what nobody knows", async () => {
    const { token } = await makePatientAccount(app);
    const socket = (await app.socket(token)) as unknown as ReturnType<typeof io>;
    const acks = await Promise.all(
      Array.from({ length: 500 }, () => socket.timeout(30_000).emitWithAck("no:such", {}) as Promise<unknown>),
    );
    expect(acks).toContainEqual(
      expect.objectContaining({ problem: expect.objectContaining({ code: "rate_limited" }) }),
    );
  });
});
