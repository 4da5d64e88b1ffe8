import type { Logger } from "pino";
import type { Env } from "./env.ts";
import type { BaseServices } from "./platform/context.ts";
import { databaseForCounters } from "./platform/database.ts";
import { openBytes } from "./platform/open-bytes.ts";
import { openKeys } from "./platform/key-ring.ts";
import { createAnswers } from "./platform/answers.ts";
import { createLines } from "./platform/lines.ts";
import { loadMasterKeys } from "./platform/master-key.ts";
import { createObjectStore } from "./platform/object-store.ts";
import { createRateLimits } from "./platform/rate-limit.ts";
import { watchRecent } from "./platform/recent.ts";
import { createSignals } from "./platform/signals.ts";
import { noTracing, type Tracing } from "./platform/tracing.ts";
import { createSumLog } from "./platform/sum-log.ts";
import { createSms } from "./platform/sms.ts";

/** What the house lends to its use cases, once the database is connected: the same for the server and for the commands of an operator. */
export async function createServices(env: Env, log: Logger): Promise<BaseServices> {
  const now = () => new Date();
  const signals = createSignals();
  const bytes = await openBytes(env, log);
  const keys = await openKeys(() => loadMasterKeys(env), now());
  return {
    env,
    log,
    sums: createSumLog(log),
    keys,
    objects: createObjectStore(bytes.files, keys),
    uploads: createObjectStore(bytes.uploads, keys),
    anchors: bytes.anchors,
    limits: await createRateLimits({
      redisUrl: env.REDIS_URL,
      database: databaseForCounters(),
      signUpsPerAddress: env.SIGN_UPS_PER_ADDRESS,
      log,
    }),
    lines: createLines(),
    answers: createAnswers(now),
    sms: createSms(env, log),
    signals,
    recent: watchRecent(signals, now),
    tracing: await createTracing(env),
    now,
  };
}

/** The database must be connected. Without the setting nothing of OpenTelemetry is loaded. */
export async function createTracing(env: Env): Promise<Tracing> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT) return noTracing;
  const { startTracing } = await import("./platform/otel-tracing.ts");
  return startTracing(env.OTEL_EXPORTER_OTLP_ENDPOINT);
}
