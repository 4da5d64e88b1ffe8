import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { contract } from "@fuzhen/shared/contract.ts";
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { clientCommands } from "@fuzhen/shared/realtime/events.ts";
import { corpusFile } from "../../src/modules/files/reading/testing/corpus.ts";
import { makeFile } from "../support/make-file.ts";
import { someOf } from "../support/long.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { makePatientAccount, signUpBody } from "../support/make-user.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let folder: string;
let patient: TestPatient;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fuzhen-outside-"));
  const client = path.join(folder, "client");
  await mkdir(path.join(client, "assets"), { recursive: true });
  await writeFile(path.join(client, "index.html"), "<title>the one page</title>");
  await writeFile(path.join(client, "assets", "app.js"), "ours()");
  await writeFile(path.join(client, "assets", "app.js.map"), "SECRET of the map");
  await writeFile(path.join(folder, "secret.txt"), "SECRET beside the client");
  app = await startTestApp({ env: { CLIENT_DIR: client } });
  patient = await makePatient(app);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const linesOf = async (name: string) => (await readFile(corpusFile(name), "utf8")).split(/\r?\n/).filter(Boolean);
const cookiesOf = (reply: Reply<unknown>) =>
  reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

/** As a path is typed by hand: fetch would take its dots out. */
const rawGet = (at: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const plain = at.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent);
    request(app.url, { path: plain }, (response) => {
      let text = "";
      response.on("data", (bytes: Buffer) => (text += bytes.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on("error", reject)
      .end();
  });

describe("a foreign page and the cookies (CSRF)", () => {
  const paths = ["/sessions/refresh", "/sessions/end"];
  const foreign: [string, Record<string, string>][] = [
    ["a foreign origin", { "x-fuzhen": "1", origin: "https://evil.example" }],
    ["a sandboxed page", { "x-fuzhen": "1", origin: "null" }],
    ["our name at another port", { "x-fuzhen": "1", origin: "http://127.0.0.1:1" }],
    ["our name with more behind it", { "x-fuzhen": "1", origin: "http://127.0.0.1.evil.example" }],
    ["no header of ours", {}],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["plain text", { "content-type": "text/plain", origin: "https://evil.example" }],
  ];
  it.each(paths.flatMap((path) => foreign.map(([name, headers]) => ({ path, name, headers }))))(
    "$path: $name is 403, and the session goes on",
    async ({ path, headers }) => {
      const signedUp = await app.call("POST", "/accounts", { body: await signUpBody(app) });
      const cookie = cookiesOf(signedUp);
      const reply = await fetch(`${app.url}/api${path}`, {
        method: "POST",
        headers: { cookie, ...headers },
        ...(headers["content-type"] ? { body: "a=1" } : {}),
      });
      expect([reply.status, reply.headers.getSetCookie()]).toEqual([403, []]);
      const own = await app.call("POST", "/sessions/refresh", {
        headers: { cookie, "x-fuzhen": "1", origin: app.url },
      });
      expect(own.status).toBe(200);
    },
  );

  it("gets no device cookie by a foreign sign-in, and every cookie is httpOnly and SameSite=Strict", async () => {
    const { phone, password } = await makePatientAccount(app);
    for (const origin of ["https://evil.example", "null"]) {
      const reply = await app.call("POST", "/sessions", { body: { phone, password }, headers: { origin } });
      expect([reply.status, reply.headers.getSetCookie()]).toEqual([403, []]);
    }
    const own = await app.call("POST", "/sessions", { body: { phone, password } });
    expect(own.headers.getSetCookie()).toHaveLength(2);
    for (const cookie of own.headers.getSetCookie()) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/i);
  });

  it("may not read answers either: no header invites another origin", async () => {
    for (const method of ["GET", "OPTIONS"]) {
      const reply = await fetch(`${app.url}/api/accounts/demo`, {
        method,
        headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
      });
      expect([...reply.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });
});

describe("addresses from outside (SSRF)", () => {
  it("have no place in the contract: no field takes a URL or a host", () => {
    const schemas = [
      ...Object.values(contract).flatMap((table) =>
        Object.values(table as Record<string, { "~orpc": { inputSchema?: unknown } }>).map(
          (procedure) => procedure["~orpc"].inputSchema,
        ),
      ),
      ...Object.values(clientCommands).map(({ input }) => input),
    ].filter((schema) => schema instanceof z.ZodType);
    expect(schemas.length).toBeGreaterThan(40);
    const text = JSON.stringify(
      schemas.map((schema) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })),
    );
    expect(text).not.toMatch(/"format":"(uri|url|hostname|ipv[46])"|"\w*(url|uri|webhook|callback|host)\w*":\{/i);
  });

  it("in headers steer neither links nor cookies nor calls", async () => {
    const file = await makeFile(app, {
      as: patient.account.token,
      patientId: patient.id,
      content: "photos/landscape_6.jpg",
    });
    const headers = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      "x-forwarded-for": "203.0.113.7",
      forwarded: "host=evil.example;proto=https",
      "x-original-url": "/api/accounts/demo",
      "x-http-method-override": "DELETE",
    };
    const before = app.logLines.length;
    const seen = await app.call<FileInfo>("GET", `/files/${file.id}`, { as: patient.account.token, headers });
    expect(seen.status).toBe(200);
    expect(JSON.stringify(seen.data)).not.toContain("evil.example");
    for (const { display } of seen.data.pages ?? []) expect(display).toMatch(/^\/api\/file-content\//);
    const { phone, password } = patient.account;
    const signedIn = await app.call("POST", "/sessions", { body: { phone, password }, headers });
    expect(signedIn.headers.getSetCookie().join("")).not.toMatch(/Domain|evil|Secure/i);
    expect(app.logLines.slice(before).join("")).not.toContain("evil.example");
  });

  it("are called from four places alone: three read them in the settings, push services are those of a list (push-hosts.test.ts)", async () => {
    const root = path.join(import.meta.dirname, "..", "..", "src");
    const files = (await readdir(root, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name));
    const callers: string[] = [];
    for (const name of files) {
      const text = await readFile(path.join(root, name), "utf8");
      if (/\bfetch\(|from "(node:)?(http2?|https|net|dgram|tls)"|OTLPTraceExporter/.test(text)) {
        // Those that listen, and those that only name a type.
        const calls = /\bfetch\(|OTLPTraceExporter|\b(request|connect|get)\b[^;]*from "node:(http|https|net|tls)"/.test(
          text,
        );
        if (calls) callers.push(name);
      }
    }
    expect(callers.toSorted()).toEqual([
      "modules/files/scan/clamd.ts",
      "modules/reach/send-push.ts",
      "platform/otel-tracing.ts",
      "platform/sms.ts",
    ]);
  });
});

describe("paths that lead out", () => {
  const steps = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "..\\", "..%5c", "....//", "%c0%ae%c0%ae/", "..;/"];
  const targets = ["secret.txt", "etc/passwd", "keys/master.key"];
  it.each(["/", "/assets/", "/api/file-content/", "/api/uploads/", "/api/docs/", "/api/docs/assets/"])(
    "of %s lead nowhere",
    async (root) => {
      const ways = [
        ...(await linesOf("fuzz-strings/path-traversal-windows.txt")),
        ...steps.flatMap((step) => [1, 2, 6].flatMap((depth) => targets.map((to) => step.repeat(depth) + to))),
        ...targets.map((to) => `%00${to}`),
        "app.js.map",
        "app.js%2emap",
        "app.js.map%00",
        "app.js%2Emap/",
        "./app.js.map",
        "app.js.MAP",
        path.join(folder, "secret.txt"),
      ];
      for (const way of someOf(ways, 40)) {
        const { status, text } = await rawGet(root + way);
        const ours = status >= 400 || /the one page|ours\(\)|swagger/i.test(text);
        const told = /SECRET|root:.*:0:0|\[boot loader\]/.test(text);
        expect({ way, fault: status >= 500, ours, told }).toEqual({ way, fault: false, ours: true, told: false });
      }
    },
  );

  it("in names of uploads are names and nothing more", async () => {
    const { account, id } = patient;
    const names = [
      ...(await linesOf("hostile-uploads/invalid-filenames-microsoft.txt")),
      "../../../etc/passwd",
      "..\\..\\boot.ini",
      "/etc/passwd",
      "a\u0000.jpg",
      "a\u202egpj.exe",
      'a";x="b.jpg',
      "a\r\nset-cookie: x=1",
    ];
    const before = new Set(await readdir(folder, { recursive: true }));
    const wish = { as: account.token, patientId: id, content: "photos/fixture.gif" };
    const shown: string[] = [];
    for (const filename of someOf(
      names.filter((name) => Buffer.byteLength(name) < 200),
      12,
    ))
      shown.push((await makeFile(app, { ...wish, filename })).name);
    expect(shown.filter((name) => !name || /[/\\\p{Cc}\u202e]/u.test(name))).toEqual([]);
    const dataDir = app.app.services.env.DATA_DIR;
    const stored = await readdir(dataDir, { recursive: true });
    expect(stored.filter((name) => /passwd|boot\.ini|\.\.|gpj/.test(name))).toEqual([]);
    expect(new Set(await readdir(folder, { recursive: true }))).toEqual(before);
  });
});
