import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "../env.ts";
import { createLogger } from "./logger.ts";
import { createConsoleSms, createHttpSms, createSms } from "./sms.ts";

const phone = "13800000001";
const message = { code: "123456", purpose: "sign-in", minutes: 5 } as const;
const now = new Date("2026-11-23T02:00:00Z");

describe("the gateway", () => {
  let gateway: Server;
  let url: string;
  let status = 200;
  let headers: Record<string, string> = {};
  const got: { request: IncomingMessage; body: string }[] = [];
  const lines: string[] = [];
  const log = createLogger("debug", { write: (line: string) => void lines.push(line) });

  beforeEach(async () => {
    [status, headers] = [200, {}];
    got.length = lines.length = 0;
    gateway = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        got.push({ request, body });
        response.writeHead(status, headers).end("whatever it says");
      });
    }).listen(0, "127.0.0.1");
    await once(gateway, "listening");
    const address = gateway.address();
    url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/sms`;
  });
  afterEach(() => {
    gateway.closeAllConnections();
    gateway.close();
  });
  const create = () => createHttpSms(url, { token: "gate-key", log, secure: false });

  it("gets the message as JSON with the token", async () => {
    await create().send(phone, message, now);
    expect(got.map(({ request, body }) => [request.method, request.headers.authorization, JSON.parse(body)])).toEqual([
      ["POST", "Bearer gate-key", { phone, code: "123456", purpose: "sign-in", minutes: 5 }],
    ]);
  });

  it.each([400, 401, 429, 500, 302])(
    "that answers %i has not taken it; the log has no number and no code",
    async (code) => {
      status = code;
      headers = { location: "/elsewhere" };
      await expect(create().send(phone, message, now)).rejects.toMatchObject({ code: "sms_unavailable" });
      // A redirect is not followed: who sits there would be told the code.
      expect(got).toHaveLength(1);
      expect(lines.join("")).not.toMatch(/13800000001|123456|gate-key/);
      expect(lines).not.toEqual([]);
    },
  );

  it("that is gone three times in a row is left alone for two minutes, and everybody hears so", async () => {
    const sms = create();
    status = 503;
    for (let round = 0; round < 3; round++) {
      sms.requireWorking(now);
      await expect(sms.send(phone, message, now)).rejects.toMatchObject({ code: "sms_unavailable" });
    }
    expect(() => sms.requireWorking(new Date(now.getTime() + 119_000))).toThrow(
      expect.objectContaining({ code: "sms_unavailable", retryAfter: 1 }),
    );
    const later = new Date(now.getTime() + 120_000);
    sms.requireWorking(later);
    status = 200;
    await sms.send(phone, message, later);
    sms.requireWorking(later);
  });

  it("that refuses single numbers is not gone", async () => {
    const sms = create();
    status = 422;
    for (let round = 0; round < 5; round++)
      await expect(sms.send(phone, message, now)).rejects.toMatchObject({ code: "sms_unavailable" });
    sms.requireWorking(now);
  });

  it("that nobody listens at is unavailable", async () => {
    gateway.close();
    gateway.closeAllConnections();
    await expect(create().send(phone, message, now)).rejects.toMatchObject({ code: "sms_unavailable" });
  });

  it.each(["http://sms.example/send", "ftp://sms.example/send", "file:///etc/passwd"])(
    "in production is spoken to by https alone: %s is refused at start",
    (wrong) => {
      expect(() => createHttpSms(wrong, { token: undefined, log, secure: true })).toThrow("SMS_URL");
    },
  );
});

it("in demo mode the console shows the code, and only the ends of the number", async () => {
  const lines: string[] = [];
  await createConsoleSms((line) => lines.push(line)).send(phone, message, now);
  expect(lines).toEqual(["[演示短信] 138****0001 验证码 123456，5 分钟内有效（登录）"]);
});

it("without gateway and demo nothing is sent", async () => {
  const sms = createSms(readEnv({ NODE_ENV: "production", ALLOW_EMBEDDED_DB: "1" }), createLogger("silent"));
  expect(() => sms.requireWorking(now)).toThrow(expect.objectContaining({ code: "sms_unavailable" }));
  await expect(sms.send(phone, message, now)).rejects.toMatchObject({ code: "sms_unavailable" });
});
