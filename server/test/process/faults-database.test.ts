import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, expect, it, onTestFailed, vi } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Problem } from "@fuzhen/shared/errors.ts";
import type { Ack } from "@fuzhen/shared/realtime/events.ts";
import { long } from "../support/long.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { callReal, startRealServer, type RealServer, endedInOrder } from "../support/real-server.ts";
import { startTestApp } from "../support/test-app.ts";

let root: string;
let dataDir: string;
let visit: Visit;
// A file system of its own where that may be made, so that it can be full.
const mounted = () =>
  process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", root]).status === 0;
let small: boolean;
const servers: RealServer[] = [];
const startServer = async (): Promise<RealServer> => {
  const server = await startRealServer(dataDir);
  servers.push(server);
  // What the server was at when a test failed is known to its log alone.
  onTestFailed(() => void process.stderr.write(`${server.log.slice(-60).join("\n")}\n`));
  return server;
};
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "fuzhen-fault-"));
  small = mounted();
  dataDir = path.join(root, "data");
  await mkdir(dataDir);
  const app = await startTestApp({ dataDir });
  visit = await makeConsultation(app);
  await app.settled();
  await app.close();
});
// Those of a test that failed: the data is theirs as long as they live.
afterEach(async () => {
  for (const server of servers) server.signal("SIGKILL");
  await Promise.all(servers.splice(0).map(({ ended }) => ended));
});
afterAll(async () => {
  if (small) spawnSync("umount", [root]);
  await rm(root, { recursive: true, force: true });
});

const tokenOf = async (server: RealServer): Promise<string> => {
  const { phone, password } = visit.patient.account;
  const reply = await callReal<Session>(server, "POST", "/sessions", { body: { phone, password } });
  if (reply?.status !== 201) throw new Error(`sign-in answered ${reply?.status}`);
  return reply.data.accessToken;
};
const at = () => `/consultations/${visit.consultationId}/messages`;
const timeline = async (server: RealServer, as: string): Promise<Message[]> => {
  const all: Message[] = [];
  for (;;) {
    const page = await callReal<{ messages: Message[] }>(server, "GET", `${at()}?limit=200&afterSeq=${all.length}`, {
      as,
    });
    if (!page?.data.messages.length) return all;
    all.push(...page.data.messages);
  }
};

/** The embedded database is a process of its own, below the server's. */
async function databasePid(server: RealServer): Promise<number> {
  const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
  for (const pid of children.trim().split(" "))
    if ((await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).includes("embedded-mongo")) return Number(pid);
  throw new Error("no database below the server");
}

it("the database dies again and again: every answer is true, nothing acknowledged is lost, and it heals by itself", async () => {
  const server = await startServer();
  const as = await tokenOf(server);
  const socket: Socket = io(server.url, { transports: ["websocket"], auth: { token: as }, forceNew: true });
  // A refusal ends the attempt: Socket.IO does not try again by itself then.
  await new Promise<void>((resolve, reject) => void socket.once("connect", resolve).once("connect_error", reject));
  await socket.timeout(20_000).emitWithAck("consultation:join", { consultationId: visit.consultationId });
  const acknowledged = new Map<string, string>();
  const refused: Problem[] = [];
  let stop = false;
  const wish = () => ({ clientMessageId: randomUUID(), text: "数据库还在吗" });
  /** Sends the same message until it is acknowledged, as a client does, and keeps what was refused on the way. */
  const sayUntil = async (send: (body: ReturnType<typeof wish>) => Promise<{ id?: string; problem?: Problem }>) => {
    while (!stop) {
      const body = wish();
      for (;;) {
        const { id, problem } = await send(body);
        if (id) acknowledged.set(body.clientMessageId, id);
        if (id || stop) break;
        if (problem) refused.push(problem);
      }
    }
  };
  const byHttp = sayUntil(async (body) => {
    const reply = await callReal<{ id: string } & Problem>(server, "POST", at(), { as, body });
    if (!reply) throw new Error("the server itself cut the line");
    return reply.status < 300 ? { id: reply.data.id } : { problem: reply.data };
  });
  const bySocket = sayUntil(async (body) => {
    const packet = { consultationId: visit.consultationId, ...body };
    const ack = (await socket.timeout(20_000).emitWithAck("message:send", packet)) as Ack<{ id: string }>;
    return ack.ok ? { id: ack.data.id } : { problem: ack.problem };
  });
  for (let kill = 0; kill < (long ? 6 : 2); kill++) {
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size, { interval: 5 }).toBeGreaterThan(before + 10);
    process.kill(await databasePid(server), "SIGKILL");
  }
  const before = acknowledged.size;
  await expect.poll(() => acknowledged.size).toBeGreaterThan(before + 10);
  stop = true;
  await Promise.all([byHttp, bySocket]);
  socket.disconnect();
  const told = new Set(
    refused
      .filter(({ code }) => code !== "rate_limited" && code !== "busy")
      .map(({ code, status, retryable }) => `${code} ${status} ${retryable}`),
  );
  expect([...told]).toEqual(told.size === 0 ? [] : ["unavailable 503 true"]);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  const messages = await timeline(server, as);
  const found = messages.map(({ clientMessageId, id }) => [clientMessageId, id] as const);
  for (const [key, id] of acknowledged) expect(found.filter(([other]) => other === key)).toEqual([[key, id]]);
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, place) => place + 1));
  server.signal("SIGTERM");
  expect(await endedInOrder(server)).toBe(true);
});

it("a database that hangs is not ready, and is again when it wakes", async () => {
  const server = await startServer();
  const database = await databasePid(server);
  process.kill(database, "SIGSTOP");
  const asked = await fetch(`${server.url}/readyz`);
  process.kill(database, "SIGCONT");
  expect(asked.status).toBe(503);
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(200);
  server.signal("SIGTERM");
  expect(await endedInOrder(server)).toBe(true);
});

it.each([
  ["is being restarted", "SIGKILL"],
  ["hangs", "SIGSTOP"],
] as const)("told to stop while the database %s, the server ends in order all the same", async (_, signal) => {
  const server = await startServer();
  const as = await tokenOf(server);
  const database = await databasePid(server);
  // Something is under way in every part: a request, a fact to deliver, a row to seal.
  await callReal(server, "POST", at(), { as, body: { clientMessageId: randomUUID(), text: "要关机了" } });
  process.kill(database, signal);
  const asked = callReal(server, "POST", at(), { as, body: { clientMessageId: randomUUID(), text: "还来得及吗" } });
  server.signal("SIGTERM");
  expect(await endedInOrder(server)).toBe(true);
  await asked;
  expect(server.log.filter((line) => /uncaught|unhandled/.test(line))).toEqual([]);
});

it("a full disk is said to be of the moment, keeps what was acknowledged, and is over when there is room", async ({
  skip,
}) => {
  if (!small) skip("needs root to mount a small file system");
  const server = await startServer();
  const as = await tokenOf(server);
  const kept: string[] = [];
  const say = async () => {
    const body = { clientMessageId: randomUUID(), text: "盘满了吗" };
    return callReal<{ id: string } & Problem>(server, "POST", at(), { as, body });
  };
  const first = await say();
  kept.push(first?.data.id ?? "");
  const filler = path.join(root, "filler");
  await writeFile(filler, Buffer.alloc(64 * 1024 * 1024)).catch(() => undefined);
  await vi.waitFor(
    async () => {
      const reply = await say();
      if (reply && reply.status < 300) kept.push(reply.data.id);
      expect([reply?.status, reply?.data.code, reply?.data.retryable]).toEqual([503, "unavailable", true]);
    },
    { timeout: 60_000, interval: 0 },
  );
  await rm(filler);
  await vi.waitFor(async () => expect((await say())?.status).toBe(200), { timeout: 30_000, interval: 20 });
  const ids = (await timeline(server, as)).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(kept));
  server.signal("SIGTERM");
  expect(await endedInOrder(server)).toBe(true);
});
