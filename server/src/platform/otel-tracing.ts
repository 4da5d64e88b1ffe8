import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout } from "node:timers/promises";
import { isSpanContextValid, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { watchCommands } from "./database-commands.ts";
import { AppError } from "./errors.ts";
import type { Traceparent, Tracing } from "./tracing.ts";

const STOP_MS = 2000;

/**
 * Sends spans by OTLP over HTTP. Nothing is registered with OpenTelemetry's globals: libraries that use them (oRPC,
 * redis) would write inputs into spans, and two apps of one process would share a tracer.
 */
export function startTracing(endpoint: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "fuzhen" }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2000 })],
  });
  const tracer = provider.getTracer("fuzhen");
  const scope = new AsyncLocalStorage<Context>();
  const around = () => scope.getStore() ?? ROOT_CONTEXT;

  const unwatch = watchCommands(({ name, collection }) => {
    const parent = scope.getStore();
    // Background work (a queue polled every few seconds) would bury what matters, so it gets no spans.
    if (!parent || !trace.getSpan(parent)) return () => undefined;
    const attributes = { "db.system.name": "mongodb", "db.operation.name": name, "db.collection.name": collection };
    const span = tracer.startSpan(`${name} ${collection}`, { kind: SpanKind.CLIENT, attributes }, parent);
    return (ok) => {
      if (!ok) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    };
  });

  return {
    async span(name, attributes, run, from) {
      const parent = from === undefined ? around() : contextOf(from);
      const span = tracer.startSpan(name, { attributes: defined(attributes) }, parent);
      try {
        return await scope.run(trace.setSpan(parent, span), run);
      } catch (error) {
        const code = error instanceof AppError ? error.code : "fault";
        span.setAttribute("fuzhen.code", code);
        // The message of a fault may quote the document it failed on, so it is not sent.
        if (code === "fault" || code === "internal" || code === "unavailable")
          span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
    request({ method, traceparent, requestId }, handle) {
      const parent = contextOf(traceparent ?? null);
      const attributes = { "http.request.method": method, "fuzhen.request_id": requestId };
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
      scope.run(trace.setSpan(parent, span), () =>
        handle(({ route, status, userId }) => {
          span.updateName(`${method} ${route}`);
          span.setAttributes(
            defined({
              "http.route": route,
              "http.response.status_code": status ?? undefined,
              "fuzhen.user_id": userId,
            }),
          );
          if (status === null || status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        }),
      );
    },
    outside: (run) => scope.exit(run),
    current() {
      const context = trace.getSpanContext(around());
      return context ? `00-${context.traceId}-${context.spanId}-0${context.traceFlags & 1}` : null;
    },
    async stop() {
      unwatch();
      // Shutdown retries for long when the collector is gone, but the server must stop within ten seconds.
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, setTimeout(STOP_MS, undefined, { ref: false })]);
    },
  };
}

/** The parent context of a traceparent; an invalid one (W3C trace context 3.2.2) starts a new trace. */
function contextOf(traceparent: Traceparent | null): Context {
  const [, traceId = "", spanId = "", flags = "00"] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? "") ?? [];
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(context) ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
}

const defined = (attributes: Record<string, string | number | undefined>) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
