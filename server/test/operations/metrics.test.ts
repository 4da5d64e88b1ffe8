import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contract } from "@fuzhen/shared/contract.ts";
import { errorList } from "@fuzhen/shared/errors.ts";
import { clientCommands } from "@fuzhen/shared/realtime/events.ts";
import { createJobs } from "../../src/jobs/jobs.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { makePatientAccount } from "../support/make-user.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

const token = randomBytes(24).toString("hex");
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z", env: { METRICS_TOKEN: token } });
});
afterAll(() => app.close());

const scrape = (authorization?: string) =>
  fetch(`${app.url}/metrics`, { headers: authorization ? { authorization } : {} });

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What the page says now, by the text format of Prometheus. */
async function samples(): Promise<Sample[]> {
  const text = await (await scrape(`Bearer ${token}`)).text();
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name = "", labels = "", value = ""] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      return {
        name,
        labels: Object.fromEntries(
          [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", text = ""]) => [key, text]),
        ),
        value: Number(value),
      };
    });
}
async function valueOf(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  const match = ({ name: other, labels: given }: Sample) =>
    other === name && Object.entries(labels).every(([key, text]) => given[key] === text);
  return (await samples()).find(match)?.value;
}

describe("access", () => {
  it.each([undefined, "Bearer ", "Bearer wrong", `Basic ${token}`, `Bearer ${token}x`, `bearer${token}`])(
    "%s is 401",
    async (authorization) => {
      const reply = await scrape(authorization);
      expect([reply.status, reply.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
      expect(await reply.text()).not.toContain("fuzhen_");
    },
  );
  it("opens to the token alone, not to a person's", async () => {
    const { token: person } = await makePatientAccount(app);
    expect((await scrape(`Bearer ${person}`)).status).toBe(401);
    const reply = await scrape(`Bearer ${token}`);
    expect([reply.status, reply.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(reply.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  });
});

describe("what it counts", () => {
  it("requests by pattern and class, with how long they took", async () => {
    await app.call("GET", "/organizations");
    const labels = { method: "GET", route: "/api/organizations", class: "2xx" };
    expect(await valueOf("fuzhen_http_request_seconds_count", labels)).toBe(1);
    expect(await valueOf("fuzhen_http_request_seconds_bucket", { ...labels, le: "+Inf" })).toBe(1);
  });

  it("actions by outcome, and those who are not who they say", async () => {
    const { phone } = await makePatientAccount(app);
    await app.call("POST", "/sessions", { body: { phone, password: "not-the-password" } });
    await app.call("GET", "/accounts/me");
    expect(await valueOf("fuzhen_actions_total", { action: "accounts.signIn", outcome: "wrong_credentials" })).toBe(1);
    expect(await valueOf("fuzhen_auth_failures_total", { kind: "wrong_credentials" })).toBe(1);
    expect(await valueOf("fuzhen_auth_failures_total", { kind: "unauthenticated" })).toBe(1);
  });

  it("connections and socket commands", async () => {
    const { consultationId, specialistToken } = await makeConsultation(app);
    const socket = await app.socket(specialistToken);
    await command(socket, "consultation:join", { consultationId });
    expect(await valueOf("fuzhen_socket_connections")).toBe(1);
    expect(await valueOf("fuzhen_actions_total", { action: "consultation:join", outcome: "done" })).toBe(1);
    const gone = new Promise((resolve) => socket.once("disconnect", resolve));
    socket.disconnect();
    await gone;
    await expect.poll(() => valueOf("fuzhen_socket_connections")).toBe(0);
  });

  it("the outbox: delivered, pending, the oldest, failing", async () => {
    await app.settled();
    expect(await valueOf("fuzhen_outbox_pending")).toBe(0);
    expect(await valueOf("fuzhen_outbox_oldest_seconds")).toBe(0);
    expect(await valueOf("fuzhen_outbox_deliveries_total", { outcome: "delivered" })).toBeGreaterThan(5);
    const at = new Date(app.ctx.now().getTime() - 90_000);
    const dueAt = new Date(app.ctx.now().getTime() + 3_600_000);
    const row = {
      type: "test:stuck",
      at,
      dueAt,
      attempts: 3,
      requestId: "test",
      entity: { type: "Test", id: "f".repeat(24) },
    };
    const [stuck] = await OutboxModel.create([row]);
    expect(await valueOf("fuzhen_outbox_pending")).toBe(1);
    expect(await valueOf("fuzhen_outbox_oldest_seconds")).toBe(90);
    expect(await valueOf("fuzhen_outbox_failing")).toBe(1);
    await OutboxModel.deleteOne({ _id: stuck?._id });
  });

  it("jobs by their last run, well or not", async () => {
    const byName = { "test:bad": () => Promise.reject(new Error("bad")), "test:good": () => Promise.resolve() };
    const jobs = createJobs(
      app.app.services,
      Object.entries(byName).map(([name, run]) => ({ name, every: "* * * * * *", run })),
    );
    const ended = new Promise<void>((resolve) => {
      const seen = new Set<string>();
      // The app's own jobs may run meanwhile.
      app.app.services.signals.on("job", ({ name }) => name in byName && seen.add(name).size === 2 && resolve());
    });
    await jobs.start();
    app.advance(1000);
    await ended;
    await jobs.stop();
    const at = app.ctx.now().getTime() / 1000;
    const last = "fuzhen_job_last_run_timestamp_seconds";
    expect(await valueOf(last, { job: "test:bad", outcome: "failed" })).toBe(at);
    expect(await valueOf(last, { job: "test:good", outcome: "done" })).toBe(at);
    expect(await valueOf(last, { job: "test:bad", outcome: "done" })).toBeUndefined();
  });

  it("files, disk, database, the event loop; and one that cannot be read takes nothing from the others", async () => {
    expect(await valueOf("fuzhen_files_waiting")).toBe(0);
    expect(await valueOf("fuzhen_audit_unsealed_rows")).toBeGreaterThanOrEqual(0);
    expect(await valueOf("fuzhen_disk_free_bytes")).toBeGreaterThan(0);
    expect(await valueOf("fuzhen_database_ping_seconds")).toBeGreaterThan(0);
    expect(await valueOf("nodejs_eventloop_lag_seconds")).toBeGreaterThanOrEqual(0);
    const count = vi.spyOn(OutboxModel, "countDocuments").mockImplementation(() => {
      throw new Error("gone");
    });
    expect(await valueOf("fuzhen_outbox_pending")).toBeNaN();
    expect(await valueOf("fuzhen_files_waiting")).toBe(0);
    count.mockRestore();
  });
});

it("labels come from closed lists, whatever is asked for", async () => {
  const before = (await samples()).length;
  const odd = () => randomBytes(6).toString("hex");
  const ask = (method: string, at: string) => fetch(app.url + at, { method }).then((reply) => reply.text());
  const series: number[] = [];
  for (const _round of [1, 2]) {
    for (let turn = 0; turn < 60; turn++) {
      await ask("GET", `/${odd()}/${odd()}?${odd()}=${odd()}`);
      await ask("POST", `/api/${odd()}`);
      await ask("GET", `/api/patients/${odd()}`);
      await ask("DELETE", `/api/uploads/${odd()}`);
      await ask("PUT", `/api/patients/${odd()}/consents/${odd()}`);
      await ask("GET", `/api/file-content/${odd()}/${odd()}?sig=${odd()}`);
    }
    for (const method of ["PROPFIND", "MKCOL", "REPORT", "SEARCH"]) await ask(method, `/api/${odd()}`);
    series.push((await samples()).length);
  }
  // A second round of other addresses brings not one series more.
  expect(series[1]).toBe(series[0]);
  expect((series[0] ?? 0) - before).toBeLessThan(120);

  const endpoints = Object.entries(contract).flatMap(([slice, table]) =>
    Object.entries(table).map(([name, procedure]) => ({
      name: `${slice}.${name}`,
      path: procedure["~orpc"].route.path,
    })),
  );
  const uploads = ["create", "head", "patch", "delete"].map((verb) => `uploads.${verb}`);
  const known = {
    route: new Set([
      ...endpoints.map(({ path }) => `/api${path}`),
      "/api/uploads",
      "/api/uploads/:uploadId",
      "/api/file-content/:fileId/:variant",
      "/metrics",
      "other",
    ]),
    action: new Set([...endpoints.map(({ name }) => name), ...Object.keys(clientCommands), ...uploads]),
    outcome: new Set(["done", "failed", "delivered", ...Object.keys(errorList)]),
    kind: new Set(Object.keys(errorList)),
    class: new Set(["1xx", "2xx", "3xx", "4xx", "5xx", "aborted"]),
    method: new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"]),
  };
  const strange = (await samples())
    .filter(({ name }) => name.startsWith("fuzhen_"))
    .flatMap(({ labels }) => Object.entries(labels))
    .filter(([key, text]) => key in known && !known[key as keyof typeof known].has(text));
  expect(strange).toEqual([]);
  const keys = new Set(
    (await samples()).filter(({ name }) => name.startsWith("fuzhen_")).flatMap(({ labels }) => Object.keys(labels)),
  );
  expect([...keys].toSorted()).toEqual([...Object.keys(known), "job", "le"].toSorted());
});
