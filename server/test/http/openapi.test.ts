import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { contract } from "@fuzhen/shared/contract.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

interface Answer {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: { $ref?: string } }>;
}
interface Operation {
  operationId?: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, Answer>;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

let app: TestApp;
let document: Document;
beforeAll(async () => {
  app = await startTestApp();
  document = (await app.call<Document>("GET", "/openapi.json")).data;
});
afterAll(() => app.close());

const endpoints = Object.entries(contract).flatMap(([slice, table]) =>
  Object.entries(table).map(([name, procedure]) => {
    const { route, errorMap, outputSchema } = procedure["~orpc"];
    return {
      label: `${slice}.${name}`,
      method: (route.method ?? "POST").toLowerCase(),
      path: route.path ?? "",
      success: String(route.successStatus ?? 200),
      // What an export answers is a file as it is.
      media: outputSchema instanceof z.ZodFile ? "*/*" : "application/json",
      errors: Object.entries(errorMap as Record<string, { status: number }>),
    };
  }),
);
const notNow = [
  ["rate_limited", 429],
  ["unavailable", 503],
  ["busy", 503],
] as const;
const problem = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };

describe("/api/openapi.json", () => {
  it("is an OpenAPI 3.1 document whose references all lead somewhere", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: "复诊桥 Fuzhen", version: "1" });
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? "");
    expect(refs.length).toBeGreaterThan(20);
    const lost = refs.filter((ref) => {
      const [root, ...steps] = ref.split("/");
      return root !== "#" || steps.reduce<unknown>((at, step) => Object(at)[step], document) === undefined;
    });
    expect(lost).toEqual([]);
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((one) => one.operationId));
    expect(new Set(ids).size).toBe(endpoints.length);
  });

  it("is packed once, and sent in the form that is asked for, or not at all to who has it", async () => {
    const ask = async (headers: Record<string, string>) => {
      const reply = await fetch(`${app.url}/api/openapi.json`, { headers });
      return { reply, text: await reply.text() };
    };
    const plain = await ask({ "accept-encoding": "identity" });
    expect(JSON.parse(plain.text)).toEqual(document);
    for (const encoding of ["br", "gzip"]) {
      const { reply, text } = await ask({ "accept-encoding": encoding });
      expect(reply.headers.get("content-encoding")).toBe(encoding);
      expect(Number(reply.headers.get("content-length"))).toBeLessThan(plain.text.length / 5);
      expect(text).toBe(plain.text);
      const etag = reply.headers.get("etag") ?? "";
      expect(etag).not.toBe(plain.reply.headers.get("etag"));
      // fetch would ask for no cache's answer otherwise.
      const known = { "if-none-match": etag, "cache-control": "max-age=0" };
      const again = await ask({ "accept-encoding": encoding, ...known });
      expect([again.reply.status, again.text]).toEqual([304, ""]);
    }
  });

  it.each(endpoints)("has $label with its answers, its path parameters and its problems", (endpoint) => {
    const operation = document.paths[endpoint.path]?.[endpoint.method];
    if (!operation) throw new Error(`${endpoint.method} ${endpoint.path} is missing`);
    expect(operation.responses[endpoint.success]?.content).toHaveProperty([endpoint.media]);
    const inPath = (operation.parameters ?? []).filter((one) => one.in === "path");
    const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, required: true }));
    expect(inPath).toMatchObject(names);
    expect(inPath).toHaveLength(names.length);
    expect(operation.responses["default"]?.content).toEqual(problem);
    for (const [code, { status }] of endpoint.errors) {
      const answer = operation.responses[status];
      expect([code, answer?.content, answer?.description.split(", ")]).toEqual([
        code,
        problem,
        expect.arrayContaining([code]),
      ]);
    }
    // Where there is too much to do, any endpoint may say so, and when to come again.
    for (const [code, status] of notNow) {
      const answer = operation.responses[status];
      expect(answer?.description.split(", ")).toContain(code);
      expect([answer?.content, Object.keys(answer?.headers ?? {})]).toEqual([problem, ["Retry-After"]]);
    }
  });
});

describe("/api/docs", () => {
  it("is a page of this server alone, under the policy of all pages: no script but files of ours", async () => {
    const page = await fetch(`${app.url}/api/docs`);
    const html = await page.text();
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
    expect(policy).toMatch(/default-src 'self'/);
    expect(html).not.toMatch(/<script(?![^>]* src=)|\son\w+=|https?:\/\//);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => at ?? "");
    expect(files).toHaveLength(3);
    for (const at of files) {
      const file = await fetch(new URL(at, app.url));
      expect([at, file.status]).toEqual([at, 200]);
      expect(file.headers.get("content-type")).toMatch(at.endsWith(".css") ? /^text\/css/ : /^text\/javascript/);
      await file.arrayBuffer();
    }
  });

  it.each([
    "swagger-ui.css.map",
    "swagger-ui-bundle.js.map",
    "swagger-ui-bundle.js%2Emap",
    "package.json",
    "absolute-path.js",
  ])("hands out nothing else of the package: %s", async (name) =>
    expect((await fetch(`${app.url}/api/docs/${name}`)).status).toBe(404),
  );
});

// Last: it leaves the address no more of them.
it("is for programmers: sixty an address in ten seconds", async () => {
  const ask = async () => (await fetch(`${app.url}/api/openapi.json`, { method: "HEAD" })).status;
  const statuses = await Promise.all(Array.from({ length: 70 }, ask));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
  expect((await app.call("GET", "/specialists")).status).toBe(200);
});
