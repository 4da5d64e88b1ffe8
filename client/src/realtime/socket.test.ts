import { WebSocket, XHR } from "socket.io-client";
import { afterEach, expect, test, vi } from "vitest";
import { liveSocket } from "./socket.ts";

const connectors = vi.hoisted(() => ({ handlers: new Map<string, (error: Error) => void>(), opts: {} as object }));
vi.mock(import("socket.io-client"), async (original) => {
  const real = await original();
  const io = (options: object) => {
    Object.assign(connectors.opts, options);
    const on = (event: string, run: (error: Error) => void) => connectors.handlers.set(event, run);
    return { on, io: { opts: connectors.opts }, connected: false, connect: () => undefined };
  };
  return { ...real, io: io as unknown as typeof real.io };
});
afterEach(() => vi.useRealTimers());

test("begins with a WebSocket alone; a refusal by the server changes nothing; a line that does not come about may be polled", async () => {
  vi.useFakeTimers();
  liveSocket();
  const refused = connectors.handlers.get("connect_error");
  refused?.(new Error("unavailable"));
  await vi.dynamicImportSettled();
  expect(connectors.opts).toMatchObject({ transports: ["websocket"] });
  refused?.(new Error("websocket error"));
  await vi.waitFor(() =>
    expect(connectors.opts).toMatchObject({ transports: [XHR, WebSocket], rememberUpgrade: true }),
  );
});
