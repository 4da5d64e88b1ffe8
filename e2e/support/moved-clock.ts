import { ServerResponse } from "node:http";

/**
 * Loaded into a server before its own code (`node --import`): moves its clock ahead by the amount last sent. Only
 * reading the time is affected; timers run normally.
 */
const Real = Date;
let aheadMs = 0;

globalThis.Date = new Proxy(Real, {
  construct: (target, args, newTarget): object =>
    Reflect.construct(target, args.length === 0 ? [Real.now() + aheadMs] : args, newTarget) as object,
  apply: () => new Real(Real.now() + aheadMs).toString(),
  get: (target, key): unknown => (key === "now" ? () => Real.now() + aheadMs : Reflect.get(target, key)),
});

// Node caches the Date header where it cannot be changed, so it is set here.
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
  // The channel must not keep the server alive.
  process.channel?.unref();
}
