import type { Server as HttpServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import express from "express";
import { createBodyDeadline } from "./http/body-deadline.ts";
import { createContractHandler } from "./http/contract-handler.ts";
import { createFileTransport } from "./http/file-transport.ts";
import { createOpenApiRouter } from "./http/openapi.ts";
import { createMetricsRoute } from "./http/metrics-route.ts";
import { onePath } from "./http/one-path.ts";
import { createErrorHandler, sendProblem } from "./http/problems.ts";
import { createRequestContext } from "./http/request-context.ts";
import { createRequestLog } from "./http/request-log.ts";
import { scriptHashes } from "./http/script-hashes.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { createStaticClient } from "./http/static-client.ts";
import { createHouseServer } from "./http/tls-server.ts";
import { createJobs } from "./jobs/jobs.ts";
import { claimsOf, noteAct, standingNow } from "./modules/sessions/index.ts";
import type { Job, Worker } from "./modules/module.ts";
import { modules } from "./modules/modules.ts";
import type { BaseServices, Services } from "./platform/context.ts";
import { databaseAnswers } from "./platform/database.ts";
import { AppError } from "./platform/errors.ts";
import { KEY_REFRESH_MS } from "./platform/key-ring.ts";
import { oncePerSecond } from "./platform/once-per-second.ts";
import { createOutbox } from "./platform/deliver-facts.ts";
import { platformGauges } from "./platform/platform.gauges.ts";
import { stopInOrder } from "./platform/stop-in-order.ts";
import { createRealtime } from "./realtime/realtime.ts";

export interface App {
  server: HttpServer;
  services: Services;
  /** Starts the outbox, and timed work unless somebody else times it; call after the database is connected. */
  start(options?: { timed?: boolean }): Promise<void>;
  /** Accepts no more work, lets running work finish, closes sockets. */
  stop(): Promise<void>;
  outboxPending(): Promise<number>;
  /** Call after the files of TLS_CERT and TLS_KEY were renewed. */
  reloadCertificate(): Promise<void>;
  /** All timed work, for tests that need it done at a time of theirs. */
  jobs: readonly Job[];
  /** The Express app, for the test that walks all its routes. */
  express: express.Express;
}

const STOP_GRACE_MS = 4000;
const WORKERS_STOP_MS = 1000;

/**
 * Builds the app without opening a port. The order of the middlewares below is the order in which requests pass them.
 */
export async function createApp(base: BaseServices): Promise<App> {
  let stopping = false;
  const services: Services = {
    ...base,
    pokeOutbox: (facts = []) => {
      base.answers.hear(facts);
      outbox.take(facts);
    },
    factsCarried: () => outbox.carried(),
    noteAct: (actor) => noteAct(services, actor),
  };
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", base.env.TRUST_PROXY);
  app.use(createRequestLog(services));
  app.use(securityHeaders(base.env.CLIENT_DIR ? scriptHashes(base.env.CLIENT_DIR) : []));
  app.use(onePath);
  app.get("/healthz", (_req, res) => {
    res.json({ ok: true });
  });
  // However many ask: one question a second.
  const answersOfLate = oncePerSecond(databaseAnswers);
  app.get("/readyz", async (_req, res) => {
    const ready = !stopping && (await answersOfLate());
    res.status(ready ? 200 : 503).json({ ready });
  });

  const metrics = base.env.METRICS_TOKEN
    ? (await import("./platform/metrics.ts")).createMetrics(services, [
        ...platformGauges,
        { name: "socket_connections", help: "Live connections of this process", read: () => realtime.connections() },
        ...modules.flatMap((module) => module.gauges ?? []),
      ])
    : null;
  app.get("/metrics", createMetricsRoute(metrics, base.env.METRICS_TOKEN));

  const sessions = { claimsOf, standing: standingNow };
  const router = Object.assign({}, ...modules.map((module) => module.routes ?? {}));
  const files = createFileTransport(
    services,
    Object.assign({}, ...modules.map((module) => module.uploadTargets ?? {})),
  );
  app.use("/api", createBodyDeadline());
  app.use("/api", createRequestContext(services, sessions));
  app.use("/api", createOpenApiRouter(services));
  app.use("/api", files.router);
  app.use("/api", createContractHandler(router));
  app.use("/api", (_req, res) => sendProblem(res, new AppError("not_found")));
  if (base.env.CLIENT_DIR) app.use(createStaticClient(services, base.env.CLIENT_DIR));
  // Without this handler Express would answer with a page that repeats the requested address.
  app.use((_req, res) => sendProblem(res, new AppError("not_found")));
  app.use(createErrorHandler(services));

  const house = await createHouseServer(services, app);
  const { server } = house;
  // Against slow clients: headers within 10 s, a whole request within 5 minutes (a tus chunk on a 2G line). How many
  // connections an address may hold is limited by the proxy in front (nginx `limit_conn`); Node does not count idle
  // connections.
  server.headersTimeout = 10_000;
  server.requestTimeout = 300_000;
  const realtime = await createRealtime(server, services, modules, sessions);
  const consumers = [realtime.consumer, ...modules.flatMap((module) => module.consumers ?? [])];
  const carriers = modules.flatMap((module) => module.carriers ?? []);
  const outbox = createOutbox(services, consumers, { carriers, shared: base.env.REDIS_URL !== undefined });
  const timed = [...realtime.jobs, ...modules.flatMap((module) => module.jobs ?? [])];
  const jobs = createJobs(services, timed);

  let keyWatch: NodeJS.Timeout | undefined;
  let workers: Worker[] = [];

  return {
    server,
    jobs: timed,
    express: app,
    services,
    async start({ timed: byClock = true } = {}) {
      // Learns of keys that a command has made in the meantime. While the database is away there are none to learn of.
      keyWatch = setInterval(() => void base.keys.refresh().catch(() => undefined), KEY_REFRESH_MS).unref();
      if (byClock) await jobs.start();
      workers = modules.flatMap((module) => module.workers ?? []).map((begin) => begin(services));
      await files.start();
      await outbox.start();
    },
    async stop() {
      stopping = true;
      // Requests under way may finish, but a slow one must not keep the server from stopping in order.
      const cut = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
      clearInterval(keyWatch);
      const timedDone = jobs.stop();
      house.stopWatching();
      await stopInOrder(base.log, {
        // Before the requests, since an upload on a slow line would take longer than there is time.
        files: () => files.close(),
        realtime: () => realtime.close(),
        requests: () =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeIdleConnections();
          }),
        jobs: () => timedDone,
        outbox: () => outbox.stop(),
        // After the outbox, because what it has just delivered may be work for them. All at once and not for long: what a database
        // that is away keeps them from ending is taken up at the next start.
        workers: () => {
          const stops = workers.map((worker, place) =>
            stopInOrder(base.log, { [`worker ${place + 1}`]: () => worker.stop() }),
          );
          return Promise.race([Promise.all(stops), wait(WORKERS_STOP_MS, undefined, { ref: false })]);
        },
        metrics: () => metrics?.close(),
      });
      clearTimeout(cut);
    },
    outboxPending: () => outbox.pending(),
    reloadCertificate: house.reloadCertificate,
  };
}
