import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import type { Services } from "./context.ts";

/** A number for operators, read when `/metrics` is requested. `name` is without the common prefix. */
export interface GaugeSource {
  name: string;
  help: string;
  read: (services: Services) => number | Promise<number>;
}

/** Refusals of identity or permission; many of them suggest an attack. */
const authFailures: ReadonlySet<string> = new Set<ErrorCode>([
  "unauthenticated",
  "forbidden",
  "wrong_credentials",
  "session_expired",
  "second_factor_wrong",
  "code_wrong",
  "code_expired",
  "rate_limited",
]);

export interface Metrics {
  contentType: string;
  /** The page of /metrics (Prometheus text format). */
  text(): Promise<string>;
  /** Stops counting. */
  close(): void;
}

/**
 * Counts signals in a registry of this app. Labels come from closed lists of names and codes: a label with an id would
 * grow without limit and reveal people.
 */
export function createMetrics(services: Services, sources: readonly GaugeSource[]): Metrics {
  const { signals } = services;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "fuzhen_http_request_seconds",
    help: "HTTP requests by route pattern; class `aborted`: the line broke before the reply was out",
    labelNames: ["method", "route", "class"],
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers,
  });
  const actions = new Counter({
    name: "fuzhen_actions_total",
    help: "Endpoints and socket commands by outcome: done, or the code of the refusal",
    labelNames: ["action", "outcome"],
    registers,
  });
  const auth = new Counter({
    name: "fuzhen_auth_failures_total",
    help: "Refusals about who somebody is, by code",
    labelNames: ["kind"],
    registers,
  });
  const deliveries = new Counter({
    name: "fuzhen_outbox_deliveries_total",
    help: "Tries to deliver a fact",
    labelNames: ["outcome"],
    registers,
  });
  const jobs = new Gauge({
    name: "fuzhen_job_last_run_timestamp_seconds",
    help: "When a job of this process last ended well or failed",
    labelNames: ["job", "outcome"],
    registers,
  });
  for (const { name, help, read } of sources) {
    const gauge: Gauge = new Gauge({
      name: `fuzhen_${name}`,
      help,
      registers,
      // One number that cannot be read must not hide the others.
      collect: async () => gauge.set(await readSafely(() => read(services))),
    });
  }

  const subscriptions = [
    signals.on("action", ({ name, outcome }) => {
      actions.inc({ action: name, outcome });
      if (authFailures.has(outcome)) auth.inc({ kind: outcome });
    }),
    signals.on("request", ({ method, route, status, seconds }) =>
      requests.observe(
        { method, route, class: status === null ? "aborted" : `${Math.floor(status / 100)}xx` },
        seconds,
      ),
    ),
    signals.on("delivery", ({ ok }) => deliveries.inc({ outcome: ok ? "delivered" : "failed" })),
    signals.on("job", ({ name, ok }) =>
      jobs.set({ job: name, outcome: ok ? "done" : "failed" }, services.now().getTime() / 1000),
    ),
  ];
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    close() {
      for (const end of subscriptions) end();
      registry.clear();
    },
  };
}

const readSafely = async (read: () => number | Promise<number>): Promise<number> => {
  try {
    return await read();
  } catch {
    return Number.NaN;
  }
};
