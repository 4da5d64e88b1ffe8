import { createServer } from "node:http";

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string };
}

/** A span as OTLP/JSON carries it, attributes as a record. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: number;
  attributes: Record<string, string | number | undefined>;
  failed: boolean;
}

/** A collector of traces: takes what is posted to /v1/traces. */
export async function startReceiver() {
  const bodies: string[] = [];
  const server = createServer(async (req, res) => {
    let text = "";
    for await (const chunk of req) text += String(chunk);
    if (req.method === "POST" && req.url === "/v1/traces") bodies.push(text);
    res.setHeader("content-type", "application/json");
    res.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    /** Everything as it came over the wire. */
    payload: () => bodies.join("\n"),
    spans: () => bodies.flatMap(spansIn),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function spansIn(body: string): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(body) as {
    resourceSpans: {
      scopeSpans: {
        spans: (Omit<ReceivedSpan, "attributes" | "failed"> & {
          attributes: Attribute[];
          status: { code?: number };
        })[];
      }[];
    }[];
  };
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .map(({ attributes, status, ...span }) => ({
      ...span,
      failed: status.code === 2,
      attributes: Object.fromEntries(
        attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue] as const),
      ),
    }));
}
