import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { Agent, request as secureRequest } from "node:https";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, type ConnectionOptions } from "node:tls";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { readEnv } from "../../src/env.ts";
import { createHouseServer } from "../../src/http/tls-server.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { makeCertificate, placeCertificate } from "../support/make-certificate.ts";
import { makePatientIn } from "../support/make-patient-in.ts";
import { makePatientAccount, type TestUser } from "../support/make-user.ts";
import { startRealServer, type RealServer } from "../support/real-server.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let folder: string;
let pair: { cert: string; key: string };
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fuzhen-tls-"));
  pair = await makeCertificate();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** One call that trusts nothing but the given certificate. */
async function callOver(
  url: string,
  { ca, method = "GET", headers = {}, body }: { ca?: string; method?: string; headers?: object; body?: string } = {},
): Promise<Answer> {
  const send = url.startsWith("https") ? secureRequest : request;
  const asked = send(url, { method, headers: { ...headers }, ...(ca ? { agent: new Agent({ ca }) } : {}) });
  asked.end(body);
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** Serial number of the certificate a new connection is shown. */
async function serialAt(port: number, ca: string, options: ConnectionOptions = {}): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", ca, ...options });
  await once(socket, "secureConnect");
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

const HSTS = "max-age=31536000; includeSubDomains";
const signIn = (url: string, { phone, password }: TestUser, ca?: string, headers: object = {}) =>
  callOver(`${url}/api/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ phone, password }),
    ...(ca ? { ca } : {}),
  });

describe("a server that ends TLS itself", () => {
  let server: RealServer;
  let user: TestUser;
  let port: number;
  let url: string;
  beforeAll(async () => {
    const files = await placeCertificate(folder, pair);
    user = (await makePatientIn(path.join(folder, "data"))).account;
    server = await startRealServer(path.join(folder, "data"), files);
    port = Number(new URL(server.url).port);
    url = `https://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    server.signal("SIGTERM");
    await server.ended;
  });

  it("answers https with HSTS and a Secure cookie", async () => {
    const reply = await signIn(url, user, pair.cert);
    expect(reply.status).toBe(201);
    expect(reply.headers["strict-transport-security"]).toBe(HSTS);
    expect(reply.headers["set-cookie"]).toEqual([
      expect.stringMatching(/^__Host-fuzhen_refresh=.+; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/),
      expect.stringMatching(/^__Host-fuzhen_device=.+; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/),
    ]);
  });

  it("closes a plain connection without an answer and goes on", async () => {
    await expect(callOver(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow(/socket hang up|ECONNRESET/);
    const line = connectPlain(port, "127.0.0.1");
    line.on("error", () => undefined);
    line.write("not even HTTP\r\n\r\n");
    await once(line, "close");
    expect((await callOver(`${url}/healthz`, { ca: pair.cert })).status).toBe(200);
  });

  it("speaks TLS 1.2 and 1.3, nothing older, and no cipher without forward secrecy", async () => {
    expect(await serialAt(port, pair.cert, { maxVersion: "TLSv1.2" })).toMatch(/^[0-9A-F]+$/);
    expect(await serialAt(port, pair.cert, { minVersion: "TLSv1.3" })).toMatch(/^[0-9A-F]+$/);
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    await expect(serialAt(port, pair.cert, old)).rejects.toThrow(/alert protocol version|ECONNRESET/);
    const weak = { maxVersion: "TLSv1.2", ciphers: "AES128-GCM-SHA256:AES256-SHA" } as const;
    await expect(serialAt(port, pair.cert, weak)).rejects.toThrow(/handshake failure|ECONNRESET/);
  });

  it("carries the live connection", async () => {
    const { accessToken } = JSON.parse((await signIn(url, user, pair.cert)).text) as Session;
    const socket: Socket = io(url, {
      transports: ["websocket"],
      auth: { token: accessToken },
      reconnection: false,
      ca: pair.cert,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    });
    expect(socket.connected).toBe(true);
    socket.disconnect();
  });

  it("takes up a renewed certificate without a restart, and keeps the old one when the new is broken", async () => {
    const before = await serialAt(port, pair.cert);
    const next = await makeCertificate();
    // The new certificate with the old key: half of a renewal.
    await writeFile(path.join(folder, "cert.pem"), next.cert);
    server.signal("SIGHUP");
    await expect.poll(() => server.log.join("\n")).toContain("new TLS certificate refused, the old one stays");
    expect(await serialAt(port, pair.cert)).toBe(before);
    await placeCertificate(folder, next);
    server.signal("SIGHUP");
    await expect.poll(() => server.log.join("\n")).toContain("new TLS certificate taken up");
    expect(await serialAt(port, next.cert)).not.toBe(before);
  });
});

it("looks for a renewed certificate by itself", async () => {
  const own = await mkdtemp(path.join(folder, "own-"));
  const files = await placeCertificate(own, pair);
  const log: string[] = [];
  const services = {
    env: readEnv({ NODE_ENV: "test", ...files }),
    log: createLogger("debug", { write: (line) => void log.push(line) }),
  };
  const house = await createHouseServer(services, (_req, res) => void res.end("here"), 20);
  await new Promise<void>((resolve) => house.server.listen(0, "127.0.0.1", resolve));
  const address = house.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const next = await makeCertificate();
  await placeCertificate(own, next);
  await expect.poll(() => log.join("")).toContain("new TLS certificate taken up");
  expect(await serialAt(port, next.cert)).toMatch(/^[0-9A-F]+$/);
  house.stopWatching();
  await new Promise<void>((resolve) => house.server.close(() => resolve()));
});

it("refuses half a setting", () => {
  expect(() => readEnv({ NODE_ENV: "test", TLS_CERT: "cert.pem" })).toThrow("TLS_CERT and TLS_KEY go together");
});

describe("a server behind a proxy that ends TLS", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: { TRUST_PROXY: "1" } });
  });
  afterAll(() => app.close());

  it("sends HSTS and Secure cookies on what came over https only", async () => {
    const user = await makePatientAccount(app);
    const secure = await signIn(app.url, user, undefined, { "x-forwarded-proto": "https" });
    expect([secure.status, secure.headers["strict-transport-security"]]).toEqual([201, HSTS]);
    expect(secure.headers["set-cookie"]?.[0]).toContain("; Secure");
    const plain = await signIn(app.url, user);
    expect([plain.status, plain.headers["strict-transport-security"]]).toEqual([201, undefined]);
    expect(plain.headers["set-cookie"]?.[0]).not.toContain("Secure");
  });
});

describe("a server that was told of no proxy", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it("believes nobody who says it was https, and shuts what no page needs", async () => {
    const reply = await callOver(`${app.url}/healthz`, { headers: { "x-forwarded-proto": "https" } });
    expect(reply.headers["strict-transport-security"]).toBeUndefined();
    expect(reply.headers["permissions-policy"]).toMatch(/camera=\(self\).*geolocation=\(\)/);
    expect(reply.headers["content-security-policy"]).toMatch(/script-src-attr 'none'/);
  });
});
