import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Express } from "express";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../support/test-app.ts";

/** A layer of Express: a route with its methods, or a router with layers of its own. */
interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

/** Every route there is outside of the contract, wherever it is mounted; the contract itself is one handler. */
const routesOf = (stack: readonly Layer[]): string[] =>
  stack.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
      : routesOf(handle?.stack ?? []),
  );

/**
 * Every route outside of the contract, with an address to try and what somebody without a session is answered there.
 */
const declared: Record<string, { at: string; status: number }> = {
  "GET /healthz": { at: "/healthz", status: 200 },
  "GET /readyz": { at: "/readyz", status: 200 },
  // Without the setting METRICS_TOKEN there is nothing there; with it, a token is asked for (metrics.test.ts).
  "GET /metrics": { at: "/metrics", status: 404 },
  "GET /openapi.json": { at: "/api/openapi.json", status: 200 },
  "GET /docs": { at: "/api/docs", status: 200 },
  "GET /docs/start.js": { at: "/api/docs/start.js", status: 200 },
  "GET /docs/swagger-ui.css": { at: "/api/docs/swagger-ui.css", status: 200 },
  "GET /docs/swagger-ui-bundle.js": { at: "/api/docs/swagger-ui-bundle.js", status: 200 },
  "OPTIONS /": { at: "/api/uploads", status: 204 },
  "POST /": { at: "/api/uploads", status: 401 },
  "HEAD /:uploadId": { at: `/api/uploads/${"f".repeat(24)}`, status: 401 },
  "PATCH /:uploadId": { at: `/api/uploads/${"f".repeat(24)}`, status: 401 },
  "DELETE /:uploadId": { at: `/api/uploads/${"f".repeat(24)}`, status: 401 },
  // Opened by a signed link alone.
  "GET /file-content/:fileId/:variant": {
    at: `/api/file-content/${"f".repeat(24)}/original?exp=9999999999999&sig=x`,
    status: 403,
  },
  "GET /{*page}": { at: "/me/patients", status: 200 },
};

let app: TestApp;
let clientDir: string;
beforeAll(async () => {
  clientDir = await mkdtemp(path.join(tmpdir(), "fuzhen-client-"));
  await writeFile(path.join(clientDir, "index.html"), "<!doctype html><title>client</title>");
  app = await startTestApp({ env: { CLIENT_DIR: clientDir } });
});
afterAll(async () => {
  await app.close();
  await rm(clientDir, { recursive: true, force: true });
});

it("there is no route but the contract's and those declared here", () => {
  const { router } = app.app.express as Express & { router: { stack: Layer[] } };
  expect(routesOf(router.stack).toSorted()).toEqual(Object.keys(declared).toSorted());
});

it.each(Object.entries(declared))("%s answers nobody as declared", async (route, { at, status }) => {
  const method = route.split(" ")[0] ?? "GET";
  const reply = await fetch(app.url + at, { method, headers: { "tus-resumable": "1.0.0" } });
  expect(reply.status).toBe(status);
});

it.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("%s of a path that nobody declared is not found", async (method) => {
  for (const at of ["/api/nothing", "/api/admin", "/api/patients/x/secrets"])
    expect((await fetch(app.url + at, { method })).status).toBe(404);
});
