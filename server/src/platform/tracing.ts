/** Ids and codes; names, numbers and words of people never. Undefined ones are left out. */
export type SpanAttributes = Record<string, string | number | undefined>;

/** W3C trace context, section 3.2: `00-<trace>-<span>-<flags>`. */
export type Traceparent = string;

/** Where time goes, told to a collector when OTEL_EXPORTER_OTLP_ENDPOINT is set (otel-tracing.ts); else nothing happens. */
export interface Tracing {
  /**
   * Runs inside a span that ends with it; a fault marks it, a refusal only gives its code. Without `from` the span belongs
   * to the one around it; with `from` it goes on from there, and null begins a trace of its own.
   */
  span<T>(name: string, attributes: SpanAttributes, run: () => Promise<T>, from?: Traceparent | null): Promise<T>;
  /** Opens the span of an HTTP request and runs `handle` inside it; the caller's `end` closes it. */
  request(
    asked: { method: string; traceparent: Traceparent | undefined; requestId: string },
    handle: (end: (answered: { route: string; status: number | null; userId: string | undefined }) => void) => void,
  ): void;
  /** Runs what is nobody's part: a loop that happens to be woken by a request. */
  outside<T>(run: () => T): T;
  /** Name of the span around the caller, to go on from later. */
  current(): Traceparent | null;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export const noTracing: Tracing = {
  span: (_name, _attributes, run) => run(),
  request: (_asked, handle) => handle(() => undefined),
  outside: (run) => run(),
  current: () => null,
  stop: () => Promise.resolve(),
};
