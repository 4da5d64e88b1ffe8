import { mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { readEnv } from "./env.ts";
import { createApp } from "./app.ts";
import { migrate } from "./migrations/migrate.ts";
import { seedDemo } from "./modules/demo/seed-demo.ts";
import { systemContext } from "./platform/context.ts";
import { abandonDatabase, connectDatabase, disconnectDatabase } from "./platform/database.ts";
import { createLogger } from "./platform/logger.ts";
import { describeFault } from "./platform/describe-fault.ts";
import { stopInOrder } from "./platform/stop-in-order.ts";
import { createServices } from "./services.ts";

const env = readEnv();
const log = createLogger(env.LOG_LEVEL);

/** How long a stop waits for the database; with what follows it stays within the 10 s of a SIGTERM. */
const DATABASE_GRACE_MS = 3500;

let stopping = false;
// Start order, top to bottom; stop order is the reverse, below.
await mkdir(env.DATA_DIR, { recursive: true, mode: 0o700 });
const database = env.MONGODB_URI ? null : await startEmbedded();
await connectDatabase(env.MONGODB_URI ?? database?.uri ?? "", { monitored: Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT) });
const base = await createServices(env, log);
await migrate(base);
if (!env.SMS_URL && !env.DEMO) log.warn("no SMS_URL: nobody can sign up, sign in by code or set a new password");
const app = await createApp(base);
if (env.DEMO) await seedDemo(systemContext(app.services, "demo"));
await app.start();
await new Promise<void>((resolve, reject) => {
  app.server.once("error", reject);
  app.server.listen(env.PORT, env.HOST, resolve);
});
// Registered before the address is printed, since whoever knows of the server may stop it.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
// SIGHUP means "read your files again": a renewed certificate is loaded without a restart.
process.on("SIGHUP", () => void app.reloadCertificate());
const address = app.server.address();
const port = typeof address === "object" && address ? address.port : env.PORT;
log.info({ port, database: env.MONGODB_URI ? "external" : "embedded", demo: env.DEMO }, "ready");
process.stdout.write(`\n  复诊桥 Fuzhen: ${env.TLS_CERT ? "https" : "http"}://localhost:${port}\n\n`);

async function startEmbedded() {
  const { superviseEmbeddedMongo } = await import("@fuzhen/embedded-mongo");
  if (env.NODE_ENV === "production") log.warn("production on the embedded database, allowed by ALLOW_EMBEDDED_DB");
  return superviseEmbeddedMongo({
    dataDir: path.resolve(env.DATA_DIR, "db"),
    // In the bundle the child's entry lies beside this file; from source the package knows its own.
    ...(import.meta.url.endsWith(".ts") ? {} : { entry: path.join(import.meta.dirname, "embedded-mongo.js") }),
    log: ({ level, msg, ...rest }) => log[level](rest, msg),
  });
}

async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, "stopping");
  // Within 10 s of SIGTERM, whatever hangs.
  setTimeout(() => {
    log.fatal("stopping takes too long, the process is cut off");
    process.exit(1);
  }, 9500).unref();
  // Each part waits for the database by itself, and one after the other they would wait too long for one that is away.
  // Nothing is lost by it: what was not delivered, sealed or read is taken up at the next start.
  const abandoned = wait(DATABASE_GRACE_MS, undefined, { ref: false }).then(() => {
    log.warn("the database does not answer, stopping without it");
    abandonDatabase();
  });
  await stopInOrder(log, {
    app: () => app.stop(),
    limits: () => base.limits.close(),
    tracing: () => base.tracing.stop(),
    connections: () => Promise.race([disconnectDatabase(), abandoned]),
    database: () => database?.close(),
  });
  log.info("stopped");
  process.exit(0);
}
process.on("unhandledRejection", (error) => log.error({ error: describeFault(error) }, "unhandled rejection"));
process.on("uncaughtException", (error) => {
  log.fatal({ error: describeFault(error) }, "uncaught exception");
  process.exit(1);
});
