/** Ids and codes; names, numbers and words of people never. Undefined ones are left out. */
export type SpanAttributes = Record<string, string | number | undefined>;

/** W3C trace context, section 3.2: `00-<trace>-<span>-<flags>`. */
export type Traceparent = string;

/**
 * Traces where time goes, sent to a collector when OTEL_EXPORTER_OTLP_ENDPOINT is set (otel-tracing.ts); without it
 * nothing happens.
 */
export interface Tracing {
  /**
   * Runs inside a span. A fault marks the span, a refusal only sets its code. Without `from` the span is a child of the
   * surrounding one; with a `from` it continues that one, and null starts a new trace.
   */
  span<T>(name: string, attributes: SpanAttributes, run: () => Promise<T>, from?: Traceparent | null): Promise<T>;
  /** Opens the span of an HTTP request and runs `handle` inside it; the caller's `end` closes it. */
  request(
    asked: { method: string; traceparent: Traceparent | undefined; requestId: string },
    handle: (end: (answered: { route: string; status: number | null; userId: string | undefined }) => void) => void,
  ): void;
  /** Runs outside the surrounding span, e.g. a loop that happens to be woken by a request. */
  outside<T>(run: () => T): T;
  /** The surrounding span, to be continued later. */
  current(): Traceparent | null;
  /** Sends the remaining spans. */
  stop(): Promise<void>;
}

export const noTracing: Tracing = {
  span: (_name, _attributes, run) => run(),
  request: (_asked, handle) => handle(() => undefined),
  outside: (run) => run(),
  current: () => null,
  stop: () => Promise.resolve(),
};
