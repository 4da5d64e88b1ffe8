import { createHash, timingSafeEqual } from "node:crypto";
import type { Request, Response } from "express";
import { AppError } from "../platform/errors.ts";
import type { Metrics } from "../platform/metrics.ts";
import { nameRoute } from "./request-log.ts";

/**
 * `/metrics` for a Prometheus that sends METRICS_TOKEN as bearer token; null (no such route) without the setting.
 * Outside of /api, where bearer tokens belong to people.
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

/** Compares in constant time: digests have equal length and are compared whole. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
