import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedMongo } from "@fuzhen/embedded-mongo";
import mongoose from "mongoose";
import { io, type Socket } from "socket.io-client";
import type { Problem } from "@fuzhen/shared/errors.ts";
import type {
  Ack,
  ClientCommand,
  ClientToServer,
  CommandInput,
  CommandOutput,
  ServerToClient,
} from "@fuzhen/shared/realtime/events.ts";
import { createApp, type App } from "../../src/app.ts";
import { readEnv } from "../../src/env.ts";
import { systemContext, type Ctx } from "../../src/platform/context.ts";
import { connectDatabase } from "../../src/platform/database.ts";
import { AppError } from "../../src/platform/errors.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { createAnswers } from "../../src/platform/answers.ts";
import { watchRecent } from "../../src/platform/recent.ts";
import type { CodeMessage, Sms, SmsNotice } from "../../src/platform/sms.ts";
import { createServices } from "../../src/services.ts";

export type TestSocket = Socket<ServerToClient, ClientToServer>;

/** Reply of a raw HTTP call: `problem` is set for 4xx and 5xx. */
export interface Reply<T> {
  status: number;
  data: T;
  problem: Problem | null;
  headers: Headers;
}

export interface TestApp {
  app: App;
  url: string;
  /** Context without an actor, for factories that call use cases. */
  ctx: Ctx;
  /** Text messages that were sent. */
  sms: RecordingSms;
  /** What the log received, for tests that look for people in it. */
  logLines: string[];
  setNow(instant: Date | string): void;
  advance(ms: number): void;
  /** `call("POST", "/appointments", { as: token, body })` against `/api`. */
  call<T = unknown>(
    method: string,
    path: string,
    options?: { as?: string | null; body?: unknown; headers?: Record<string, string> },
  ): Promise<Reply<T>>;
  /** `person`: whose page it says it is. */
  socket(token: string, person?: string): Promise<TestSocket>;
  /** Does a job's timed work now, by the test's clock. */
  runJob(name: string): Promise<void>;
  /** Resolves when every fact recorded so far has been delivered. */
  settled(): Promise<void>;
  /** The server stops and comes back on the same address and database; sockets are cut, tokens stay good. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface RecordingSms extends Sms {
  last(phone: string): CodeMessage | null;
  count(phone: string): number;
  /** Notices sent to a number. */
  told(phone: string): SmsNotice[];
  /** The next message is not taken. */
  breakNext(): void;
}

function createRecordingSms(): RecordingSms {
  const sent: [string, CodeMessage][] = [];
  const notices: [string, SmsNotice][] = [];
  let broken = false;
  return {
    channel: "sms",
    requireWorking: () => undefined,
    async send(phone, message) {
      if (broken) {
        broken = false;
        throw new AppError("sms_unavailable");
      }
      sent.push([phone, message]);
    },
    tell: async (phone, notice) => void notices.push([phone, notice]),
    taken: () => [],
    told: (phone) => notices.filter(([to]) => to === phone).map(([, notice]) => notice),
    breakNext: () => void (broken = true),
    last: (phone) => sent.findLast(([to]) => to === phone)?.[1] ?? null,
    count: (phone) => sent.filter(([to]) => to === phone).length,
  };
}

/** What an ack holds; a refusal is thrown by its code. */
export const dataOf = <T>(ack: Ack<T>): T => {
  if (!ack.ok) throw new Error(ack.problem.code);
  return ack.data;
};

/** Command with its ack as a promise. */
export const command = <C extends ClientCommand>(
  socket: TestSocket,
  name: C,
  input: CommandInput<C>,
): Promise<Ack<CommandOutput<C>>> =>
  (socket as Socket).timeout(30_000).emitWithAck(name, input) as Promise<Ack<CommandOutput<C>>>;

/**
 * The whole server on port 0 with a fresh in-memory database and a clock the test holds. One per test file. With `dataDir`
 * it works on that folder as the real server does, and leaves it behind for one.
 */
export async function startTestApp(
  options: { now?: string; env?: Record<string, string>; dataDir?: string } = {},
): Promise<TestApp> {
  // Of a file of this worker that did not come to its end: its fault is its own, not that of all who follow.
  if (mongoose.connection.readyState !== mongoose.ConnectionStates.disconnected) await mongoose.disconnect();
  const lasting = options.dataDir !== undefined;
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), "fuzhen-test-")));
  const database =
    process.env.MONGODB_URI && !lasting
      ? null
      : await startEmbeddedMongo({ dataDir: lasting ? path.join(dataDir, "db") : ":memory:" });
  const env = readEnv({
    NODE_ENV: "test",
    DATA_DIR: dataDir,
    PORT: "0",
    DEMO: "false",
    // As with MONGODB_URI: the same tests, once against the real thing.
    ...(process.env.REDIS_URL ? { REDIS_URL: process.env.REDIS_URL } : {}),
    // All people of a test file sign up from one address.
    SIGN_UPS_PER_ADDRESS: "1000",
    ...options.env,
  });
  const logLines: string[] = [];
  let now = options.now ? Date.parse(options.now) : null;
  const databaseName = `test_${randomBytes(6).toString("hex")}`;
  const uri = new URL(database?.uri ?? process.env.MONGODB_URI ?? "");
  if (!lasting) uri.pathname = `/${databaseName}`;
  await connectDatabase(uri.href, { monitored: Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT) });
  const clock = () => new Date(now ?? Date.now());
  const log = createLogger("debug", { write: (line: string) => void logLines.push(line) });
  const base = await createServices(env, log);
  const sms = createRecordingSms();
  const services = {
    ...base,
    sms,
    answers: createAnswers(clock),
    recent: watchRecent(base.signals, clock),
    now: clock,
  };
  const boot = async (port: number): Promise<App> => {
    const booted = await createApp(services);
    // Timed work is done when a test asks for it (`runJob`), not when the machine's clock happens to say so.
    await booted.start({ timed: false });
    await new Promise<void>((resolve) => booted.server.listen(port, "127.0.0.1", resolve));
    return booted;
  };
  let app = await boot(0);
  const address = app.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const sockets: TestSocket[] = [];
  return {
    get app() {
      return app;
    },
    url,
    get ctx() {
      return systemContext(app.services, "test");
    },
    sms,
    logLines,
    setNow: (instant) => void (now = new Date(instant).getTime()),
    advance: (ms) => void (now = (now ?? Date.now()) + ms),
    // What a reply holds is the test's to say; the contract's own schemas have checked it on its way out.
    call: (async (method, at, { as = null, body, headers = {} } = {}) => {
      const response = await fetch(`${url}/api${at}`, {
        method,
        headers: {
          ...(as ? { authorization: `Bearer ${as}` } : {}),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const json = /json/.test(response.headers.get("content-type") ?? "application/json");
      const data = text && json ? (JSON.parse(text) as unknown) : text || null;
      return {
        status: response.status,
        data,
        problem: response.status >= 400 ? (data as Problem) : null,
        headers: response.headers,
      };
    }) as TestApp["call"],
    async socket(token, person) {
      const socket: TestSocket = io(url, {
        transports: ["websocket"],
        auth: { token, ...(person === undefined ? {} : { person }) },
        reconnection: false,
        forceNew: true,
      });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => {
        socket.once("connect", resolve);
        socket.once("connect_error", reject);
      });
      return socket;
    },
    async runJob(name) {
      const job = app.jobs.find((one) => one.name === name);
      if (!job) throw new Error(`no job ${name}`);
      await job.run(app.services);
    },
    async settled() {
      for (;;) {
        app.services.pokeOutbox();
        if ((await app.outboxPending()) === 0) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async restart() {
      await app.stop();
      app = await boot(port);
    },
    async close() {
      for (const socket of sockets) socket.disconnect();
      await app.stop();
      await services.tracing.stop();
      if (!lasting) await mongoose.connection.dropDatabase();
      await mongoose.disconnect();
      await database?.close();
      if (!lasting) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
