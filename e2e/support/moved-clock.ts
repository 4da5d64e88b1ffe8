import { ServerResponse } from "node:http";

/**
 * Loaded into a server before its own code (`node --import`): its clock then stands as far ahead as it was last told.
 * Only what reads the time is moved; timers run as ever.
 */
const Real = Date;
let aheadMs = 0;

globalThis.Date = new Proxy(Real, {
  construct: (target, args, newTarget): object =>
    Reflect.construct(target, args.length === 0 ? [Real.now() + aheadMs] : args, newTarget) as object,
  apply: () => new Real(Real.now() + aheadMs).toString(),
  get: (target, key): unknown => (key === "now" ? () => Real.now() + aheadMs : Reflect.get(target, key)),
});

// Node keeps the time for its answers out of everybody's reach.
const { writeHead } = ServerResponse.prototype;
ServerResponse.prototype.writeHead = function datedHead(this: ServerResponse, ...args: Parameters<typeof writeHead>) {
  if (!this.headersSent) this.setHeader("date", new Date().toUTCString());
  return writeHead.apply(this, args);
} as typeof writeHead;

// The database's own process inherits this file, and hears nobody but its parent.
if (process.argv[1]?.endsWith("main.js")) {
  process.on("message", (message) => {
    if (typeof message !== "object" || message === null || !("aheadMs" in message)) return;
    aheadMs = Number(message.aheadMs);
    process.send?.({ movedTo: aheadMs });
  });
  // Being told the time keeps no server alive.
  process.channel?.unref();
}
