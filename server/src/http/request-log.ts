import { randomUUID } from "node:crypto";
import type { NextFunction, Request, Response } from "express";
import type { Ctx, Services } from "../platform/context.ts";

/** Methods of ours; whatever else is sent counts as one. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Says which pattern answers: Express does not know the contract's, and forgets those of routers within when they throw. */
export const nameRoute = (res: Response, pattern: string): void => void (res.locals.route = pattern);

/** Id of the request, also where there is no context yet. */
export const requestIdOf = (res: Response): string => res.locals.requestId as string;

/**
 * First of all middlewares: every request gets an id that its reply, its log lines and its spans carry, and one line at its
 * end. The line has the route's pattern and never the address, which holds ids, names looked for and signed links.
 */
export function createRequestLog({ log, sums, signals, tracing }: Services) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const began = performance.now();
    const requestId = randomUUID();
    const method = methods.has(req.method) ? req.method : "other";
    res.locals.requestId = requestId;
    res.setHeader("x-request-id", requestId);
    tracing.request({ method, traceparent: req.get("traceparent"), requestId }, (end) => {
      // `close` comes once, whether the reply was sent or the line broke before.
      res.once("close", () => {
        const route = routeOf(req, res);
        const status = res.writableFinished ? res.statusCode : null;
        const userId = (res.locals.ctx as Ctx | undefined)?.actor?.userId;
        const ms = performance.now() - began;
        // Files of the client and the probes of a supervisor would bury what people did.
        const level = route.startsWith("/api/") ? "info" : "debug";
        if (status === 429) sums.note({ method, route, status: "429", userId }, "request");
        else log[level]({ method, route, status, ms: Math.round(ms), requestId, userId }, "request");
        signals.emit("request", { method, route, status, seconds: ms / 1000 });
        end({ route, status, userId });
      });
      next();
    });
  };
}

function routeOf(req: Request, res: Response): string {
  const named: unknown = res.locals.route;
  if (typeof named === "string") return named;
  const route = req.route as { path: string } | undefined;
  return route ? req.baseUrl + route.path : "other";
}
