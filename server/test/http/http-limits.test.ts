import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBodyDeadline } from "../../src/http/body-deadline.ts";
import { makePatientAccount, newPhone } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let as: string;
beforeAll(async () => {
  app = await startTestApp();
  as = (await makePatientAccount(app)).token;
});
afterAll(() => app.close());

/** Says something to the server and hears it out; null when it went on for longer than `ms`. */
async function talk(port: number, text: string, ms = 20_000): Promise<string | null> {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.on("data", (bytes: Buffer) => (heard += bytes.toString("latin1")));
  // Being cut is the point.
  socket.on("error", () => undefined);
  const closed = once(socket, "close").then(() => heard);
  await once(socket, "connect");
  socket.write(text);
  const late = setTimeout(ms, null, { ref: false });
  const answer = await Promise.race([closed, late]);
  socket.destroy();
  return answer;
}
const portOf = (url: string) => Number(new URL(url).port);
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/api/patients`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${as}`, ...headers },
    body,
  });
const outcome = async (reply: Response) => [reply.status, ((await reply.json()) as { code?: string }).code];

describe("what is too much", () => {
  it("of headers is 431", async () => {
    const lines = ["GET /api/accounts/me HTTP/1.1", "Host: a", `X-Long: ${"a".repeat(17_000)}`, "", ""];
    expect(await talk(portOf(app.url), lines.join("\r\n"))).toMatch(/^HTTP\/1\.1 431 /);
    const many = Array.from({ length: 1500 }, (_, i) => `X-${i}: aaaaaaaaaa`);
    const request = ["GET /healthz HTTP/1.1", "Host: a", ...many, "Connection: close", "", ""];
    expect(await talk(portOf(app.url), request.join("\r\n"))).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("of a body is 413, announced or not", async () => {
    const large = JSON.stringify({ name: "a".repeat(300_000) });
    expect(await outcome(await post(large))).toEqual([413, "too_large"]);
    const chunk = new TextEncoder().encode(large.slice(0, 30_000));
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 10; i++) controller.enqueue(chunk);
        controller.close();
      },
    });
    const init = {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${as}` },
      body: stream,
      duplex: "half",
    } as const;
    expect(await outcome(await fetch(`${app.url}/api/patients`, init))).toEqual([413, "too_large"]);
  });

  it.each([
    ["arrays in arrays", "[".repeat(100_000) + "]".repeat(100_000)],
    ["objects in objects", '{"a":'.repeat(40_000) + "1" + "}".repeat(40_000)],
    ["ten thousand fields", JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, i])))],
    ["fifty thousand items", JSON.stringify({ name: Array.from({ length: 50_000 }, () => 1) })],
    ["a number without end", `{"name":${"9".repeat(200_000)}}`],
  ])("in depth or width is refused without harm: %s", async (_name, body) => {
    const began = performance.now();
    expect(await outcome(await post(body))).toEqual([400, "invalid_input"]);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("of ids in a query is refused", async () => {
    const many = Array.from({ length: 400 }, () => "specialistIds=6560f0a0a0a0a0a0a0a0a0a1").join("&");
    expect((await app.call("GET", `/offers?${many}`)).status).toBe(400);
  });
});

describe("what is not what it says", () => {
  it.each(["text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded", "a/b", ""])(
    "content type '%s' is refused",
    async (type) => {
      const reply = await post('{"name":"李建国"}', { "content-type": type });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
    },
  );

  it.each([
    ["not JSON", "{"],
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["a string", '"a"'],
  ])("%s is 400", async (_name, body) => expect((await post(body)).status).toBe(400));

  it("bytes that are no UTF-8 are refused or read as what they are not, never a fault", async () => {
    const bytes = new Uint8Array([...Buffer.from('{"name":"'), 0xc3, 0x28, 0xff, 0xfe, ...Buffer.from('"}')]);
    expect((await post(bytes)).status).toBe(400);
  });

  it.each([
    '{"__proto__":{"polluted":true},"name":"a"}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"name":{"__proto__":{"polluted":true}}}',
  ])("keys that reach for the prototype reach nothing: %s", async (body) => {
    expect((await post(body)).status).toBe(400);
    expect(
      (await app.call("GET", "/specialists?__proto__[polluted]=1&constructor[prototype][polluted]=1")).status,
    ).toBe(200);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("who dawdles is cut", () => {
  it("with the headers and with the body", async () => {
    const { server } = app.app;
    expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 300_000]);
    // The server looks after its limits every five seconds; the limits themselves are shortened for the test.
    Object.assign(server, { headersTimeout: 500, requestTimeout: 1000 });
    const port = portOf(app.url);
    const [headers, body] = await Promise.all([
      talk(port, "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: "),
      talk(port, "POST /api/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"),
    ]);
    Object.assign(server, { headersTimeout: 10_000, requestTimeout: 300_000 });
    expect(headers).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(body).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it("with a body of JSON long before, uploads not", async () => {
    const house = express();
    house.use(createBodyDeadline(200));
    house.get("/slow", async (_req, res) => {
      await setTimeout(400);
      res.end("at last");
    });
    house.use((req, res) => {
      req.resume().once("end", () => res.end("whole"));
    });
    const server = house.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const begin = (path: string, rest: string, ms?: number) =>
      talk(port, `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\n${rest}`, ms);
    expect(await begin("/sessions", "{")).toMatch(/^HTTP\/1\.1 408 /);
    expect(await begin("/sessions", "{  }")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await begin("/uploads/x", "{", 1000)).toBeNull();
    // An answer may take as long as it takes, also to who sent a body that nobody reads.
    const get = (headers: string, body = "") =>
      talk(port, `GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n${body}`);
    expect(await get("")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get("Content-Length: 0\r\n")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get("Content-Length: 2\r\n", "{}")).toMatch(/^HTTP\/1\.1 200 /);
    server.closeAllConnections();
    server.close();
  });
});

it("all this while, people are served", async () => {
  expect((await app.call("GET", "/accounts/me", { as })).status).toBe(200);
  expect(
    (await app.call("POST", "/sessions", { body: { phone: newPhone(), password: "a-quiet-harbour" } })).status,
  ).toBe(401);
});
