import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { everyCall } from "@fuzhen/shared/testing/access-table.ts";
import { contract } from "@fuzhen/shared/contract.ts";
import type { EndpointMeta } from "@fuzhen/shared/endpoint.ts";
import { mayEnter } from "@fuzhen/shared/roles.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { callOf, everyEndpoint, requestOf } from "../support/every-endpoint.ts";
import { tusMetadata } from "../support/make-file.ts";
import { makeSight, type Sight } from "../support/make-sight.ts";
import { TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

/** A session that still has a step of signing in before it: every door but those of that step is closed (R5, R63). */
let app: TestApp;
let sight: Sight;
let links: string[];
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  sight = await makeSight(app, "visit");
  const report = await app.call("GET", `/reports/${sight.owned.reportId}`, { as: sight.specialist.token });
  links = JSON.stringify(report.data).match(/\/api\/file-content\/[^"]+/g) ?? [];
});
afterAll(() => app.close());

const metaOf = (slice: string, name: string) =>
  (contract as unknown as Record<string, Record<string, { "~orpc": { meta: EndpointMeta } }>>)[slice]?.[name]?.["~orpc"]
    .meta;

/** Each step that may be missing, and a token of a session that waits for it. */
const steps: Record<string, { code: string; step: string; token: () => Promise<string> }> = {
  "the second factor": {
    code: "second_factor_required",
    step: "second-factor-required",
    async token() {
      const body = { phone: sight.specialist.phone, password: TEST_PASSWORD };
      return (await app.call<Session>("POST", "/sessions", { body })).data.accessToken;
    },
  },
  "a password of one's own": {
    code: "password_change_required",
    step: "password-change-required",
    async token() {
      await UserModel.updateOne({ _id: sight.specialist.id }, { $set: { mustChangePassword: true } });
      return sight.specialist.token;
    },
  },
};

describe.each(Object.entries(steps))("a session that waits for %s", (_name, { code, step, token }) => {
  let as: string;
  beforeAll(async () => {
    as = await token();
  });
  afterAll(async () => {
    await UserModel.updateOne({ _id: sight.specialist.id }, { $set: { mustChangePassword: false } });
  });

  it("is answered by no endpoint but those of that step", async () => {
    const wrong: string[] = [];
    let walked = 0;
    for (const endpoint of everyEndpoint) {
      const meta = metaOf(endpoint.slice, endpoint.name);
      if (endpoint.who === "public" || !mayEnter(endpoint.who, { role: "specialist", duty: null })) continue;
      if (meta?.openTo?.some((open) => open === step)) continue;
      walked += 1;
      const { method, path, body } = requestOf(endpoint, callOf(everyCall(sight.owned), endpoint).input);
      const reply = await app.call(method, path, { as, ...(body ? { body } : {}) });
      if (reply.status !== 403 || reply.problem?.code !== code)
        wrong.push(`${endpoint.label}: ${reply.status} ${reply.problem?.code}`);
    }
    expect(wrong).toEqual([]);
    expect(walked).toBeGreaterThan(25);
  });

  it("gets no line to listen on, over either transport", async () => {
    for (const transports of [["websocket"], ["polling"]]) {
      const socket = io(app.url, { transports, auth: { token: as }, reconnection: false, forceNew: true });
      const refusal = await new Promise<string>((resolve) => {
        socket.once("connect", () => resolve("connected"));
        socket.once("connect_error", (error) => resolve(error.message));
      });
      socket.disconnect();
      expect(refusal).toBe(code);
    }
  });

  it("sends no file", async () => {
    const tus = { "tus-resumable": "1.0.0" };
    const metadata = { uploadKey: sight.owned.newKey(), filename: "a.jpg", consultationId: sight.owned.consultationId };
    const headers = { ...tus, "upload-length": "10", "upload-metadata": tusMetadata(metadata) };
    const reply = await app.call("POST", "/uploads", { as, headers });
    expect([reply.status, reply.problem?.code]).toEqual([403, code]);
    for (const method of ["PATCH", "DELETE"]) {
      const one = await app.call(method, `/uploads/${"f".repeat(24)}`, { as, headers: tus });
      expect([method, one.status]).toEqual([method, 403]);
    }
  });
});

it("a link that was given to a session closes while it waits for a new password, and opens again", async () => {
  const [link = ""] = links;
  const open = async () => (await fetch(`${app.url}${link}`)).status;
  expect(await open()).toBe(200);
  await UserModel.updateOne({ _id: sight.specialist.id }, { $set: { mustChangePassword: true } });
  expect(await open()).toBeGreaterThanOrEqual(400);
  await UserModel.updateOne({ _id: sight.specialist.id }, { $set: { mustChangePassword: false } });
  expect(await open()).toBe(200);
});
