import type { Server as HttpServer } from "node:http";
import express from "express";
import { createBodyDeadline } from "./http/body-deadline.ts";
import { createContractHandler } from "./http/contract-handler.ts";
import { createFileTransport } from "./http/file-transport.ts";
import { createOpenApiRouter } from "./http/openapi.ts";
import { createMetricsRoute } from "./http/metrics-route.ts";
import { createErrorHandler, sendProblem } from "./http/problems.ts";
import { createRequestContext } from "./http/request-context.ts";
import { createRequestLog } from "./http/request-log.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { createStaticClient } from "./http/static-client.ts";
import { createHouseServer } from "./http/tls-server.ts";
import { createJobs } from "./jobs/jobs.ts";
import { claimsOf, noteAct, standingNow } from "./modules/sessions/index.ts";
import type { Worker } from "./modules/module.ts";
import { modules } from "./modules/modules.ts";
import type { BaseServices, Services } from "./platform/context.ts";
import { databaseAnswers } from "./platform/database.ts";
import { AppError } from "./platform/errors.ts";
import { KEY_REFRESH_MS } from "./platform/key-ring.ts";
import { oncePerSecond } from "./platform/once-per-second.ts";
import { createOutbox } from "./platform/outbox.ts";
import { platformGauges } from "./platform/platform.gauges.ts";
import { createRealtime } from "./realtime/realtime.ts";

export interface App {
  server: HttpServer;
  services: Services;
  /** Outbox and timed work begin; call after the database is connected. */
  start(): Promise<void>;
  /** Stops taking work, lets what runs finish, closes sockets. */
  stop(): Promise<void>;
  outboxPending(): Promise<number>;
  /** After the files of TLS_CERT and TLS_KEY were renewed. */
  reloadCertificate(): Promise<void>;
  /** All HTTP doors there are, for the test that walks them. */
  express: express.Express;
}

const STOP_GRACE_MS = 5000;

/** The app as a function: opens no port. Order of the middlewares is the order of the doors. */
export async function createApp(base: BaseServices): Promise<App> {
  let stopping = false;
  const services: Services = {
    ...base,
    pokeOutbox: () => outbox.poke(),
    noteAct: (actor) => noteAct(services, actor),
  };
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", base.env.TRUST_PROXY);
  app.use(createRequestLog(services));
  app.use(securityHeaders);
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
  app.use("/api", createOpenApiRouter());
  app.use("/api", files.router);
  app.use("/api", createContractHandler(router));
  app.use("/api", (_req, res) => sendProblem(res, new AppError("not_found")));
  if (base.env.CLIENT_DIR) app.use(createStaticClient(services, base.env.CLIENT_DIR));
  // Without it Express would answer with a page that repeats the address.
  app.use((_req, res) => sendProblem(res, new AppError("not_found")));
  app.use(createErrorHandler(services));

  const house = await createHouseServer(services, app);
  const { server } = house;
  // Slow clients: headers within 10 s, a whole request within 5 minutes (a tus chunk on a 2G line). How many connections an
  // address may hold open is for the proxy in front (nginx `limit_conn`): Node counts requests, not lines.
  server.headersTimeout = 10_000;
  server.requestTimeout = 300_000;
  const realtime = await createRealtime(server, services, modules, sessions);
  const outbox = createOutbox(services, [realtime.consumer, ...modules.flatMap((module) => module.consumers ?? [])]);
  const jobs = createJobs(services, [realtime.job, ...modules.flatMap((module) => module.jobs ?? [])]);

  let keyWatch: NodeJS.Timeout | undefined;
  let workers: Worker[] = [];

  return {
    server,
    express: app,
    services,
    async start() {
      // Keys that a command has made meanwhile. While the database is away there are no new ones.
      keyWatch = setInterval(() => void base.keys.refresh().catch(() => undefined), KEY_REFRESH_MS).unref();
      jobs.start();
      workers = modules.flatMap((module) => module.workers ?? []).map((begin) => begin(services));
      await files.start();
      outbox.poke();
    },
    async stop() {
      stopping = true;
      // Requests under way are let finish, but one that dawdles must not keep the rest from stopping in order.
      const cut = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
      clearInterval(keyWatch);
      jobs.stop();
      house.stopWatching();
      // Before the server waits for its requests: an upload on a slow line would outlast the time there is.
      await files.close();
      await realtime.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      clearTimeout(cut);
      await outbox.stop();
      // After it: what the outbox has just delivered is their work too.
      for (const worker of workers) await worker.stop();
      metrics?.close();
    },
    outboxPending: () => outbox.pending(),
    reloadCertificate: house.reloadCertificate,
  };
}
