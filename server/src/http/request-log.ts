import type { NextFunction, Request, Response } from "express";
import { idOf } from "../platform/actor.ts";
import type { Ctx, Services } from "../platform/context.ts";
import { newRequestId } from "../platform/request-id.ts";

/** Methods we use; all others are logged and counted as one. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Stores the route pattern that answers the request. Express does not know the contract's routes, and forgets nested
 * patterns when a handler throws.
 */
export const nameRoute = (res: Response, pattern: string): void => void (res.locals.route = pattern);

/** Id of the request; available before a Ctx exists. */
export const requestIdOf = (res: Response): string => res.locals.requestId as string;

/**
 * The first middleware: gives every request an id for its reply, log lines and spans, and writes one line when it ends.
 * The line contains the route pattern, never the address, which has ids, searched names and signed links in it.
 */
export function createRequestLog({ log, sums, signals, tracing, now }: Services) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const began = performance.now();
    const requestId = newRequestId(now());
    const method = methods.has(req.method) ? req.method : "other";
    res.locals.requestId = requestId;
    res.setHeader("x-request-id", requestId);
    tracing.request({ method, traceparent: req.get("traceparent"), requestId }, (end) => {
      // `close` is emitted once, after the reply was sent or the connection broke.
      res.once("close", () => {
        const route = routeOf(req, res);
        const status = res.writableFinished ? res.statusCode : null;
        const userId = idOf((res.locals.ctx as Ctx | undefined)?.actor ?? null);
        const ms = performance.now() - began;
        // Static files and health probes would bury what people did.
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
