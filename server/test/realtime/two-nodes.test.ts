import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApp, type App } from "../../src/app.ts";
import { makeSight } from "../support/make-sight.ts";
import { hasRedis, startRedis } from "../support/redis-server.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp, type TestSocket } from "../support/test-app.ts";

// Elsewhere several processes serve nobody.
describe.runIf(hasRedis)("of two processes that serve one house", () => {
  let redis: ChildProcess;
  let app: TestApp;
  let other: App;
  let otherUrl: string;
  beforeAll(async () => {
    const started = await startRedis();
    redis = started.process;
    const REDIS_URL = started.url;
    app = await startTestApp({ now: "2026-11-23T02:00:00Z", env: { REDIS_URL } });
    // The second one delivers no facts: what its sockets hear of them comes from the first.
    other = await createApp(app.app.services);
    await new Promise<void>((resolve) => other.server.listen(0, "127.0.0.1", resolve));
    const address = other.server.address();
    otherUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  });
  afterAll(async () => {
    redis.kill();
    await other.stop().catch(() => undefined);
    await app.close().catch(() => undefined);
  });

  const listenThere = async (token: string): Promise<TestSocket> => {
    const socket: TestSocket = io(otherUrl, {
      transports: ["websocket"],
      auth: { token },
      reconnection: false,
      forceNew: true,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    });
    return socket;
  };

  it("a right that ends at one takes its holder out of rooms at the other, before what is said next", async () => {
    const sight = await makeSight(app, "visit");
    const socket = await listenThere(sight.specialist.token);
    const ear = earOf(socket);
    const say = async () => {
      const body = { clientMessageId: randomUUID(), text: sight.secrets.said };
      const at = `/consultations/${sight.visit.consultationId}/messages`;
      expect((await app.call("POST", at, { as: sight.patient.account.token, body })).status).toBeLessThan(300);
      await app.settled();
    };
    expect((await command(socket, "consultation:join", { consultationId: sight.visit.consultationId })).ok).toBe(true);
    await say();
    await ear.first("message:created");
    const at = `/admin/specialists/${sight.specialist.specialistId}/published`;
    const ended = await app.call("PUT", at, { as: sight.hospital.admin.token, body: { published: false } });
    expect(ended.status).toBe(200);
    await app.settled();
    ear.forget();
    await say();
    // Sent to the person's own room after the message: once it is here, the message would have been.
    await ear.first("conversation:changed");
    expect(ear.names()).not.toContain("message:created");
    socket.disconnect();
  });

  it("an account that is closed at one is cut off at the other", async () => {
    const sight = await makeSight(app, "visit");
    const socket = await listenThere(sight.specialist.token);
    const gone = new Promise<void>((resolve) => void socket.once("disconnect", () => resolve()));
    const at = `/admin/staff/${sight.specialist.id}/active`;
    const closed = await app.call("PUT", at, { as: sight.security.token, body: { active: false } });
    expect(closed.status).toBe(200);
    await app.settled();
    await gone;
    expect(socket.connected).toBe(false);
  });

  it("none ends with the Redis between them", async () => {
    const gone = new Promise<void>((resolve) => void redis.once("exit", () => resolve()));
    redis.kill("SIGKILL");
    await gone;
    await vi.waitFor(() => expect(app.logLines.join("\n")).toContain("redis is away"), 20_000);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });
});
