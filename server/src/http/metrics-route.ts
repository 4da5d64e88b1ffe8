import { createHash, timingSafeEqual } from "node:crypto";
import type { Request, Response } from "express";
import { AppError } from "../platform/errors.ts";
import type { Metrics } from "../platform/metrics.ts";
import { nameRoute } from "./request-log.ts";

/**
 * `/metrics` for a Prometheus that shows METRICS_TOKEN as its bearer token. Without the setting there is no such page: null.
 * It stands outside of /api, whose tokens are people's.
 */
export function createMetricsRoute(metrics: Metrics | null, token: string | undefined) {
  return async (req: Request, res: Response): Promise<void> => {
    nameRoute(res, "/metrics");
    if (!metrics || !token) throw new AppError("not_found");
    const given = /^Bearer (\S+)$/.exec(req.get("authorization") ?? "")?.[1] ?? "";
    if (!sameText(given, token)) {
      res.setHeader("www-authenticate", "Bearer");
      throw new AppError("unauthenticated");
    }
    res.setHeader("cache-control", "no-store");
    res.type(metrics.contentType).send(await metrics.text());
  };
}

/** Takes as long for every wrong text: digests have one length and are compared whole. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
