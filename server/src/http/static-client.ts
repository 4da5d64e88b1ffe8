import type { ServerResponse } from "node:http";
import { Router, type RequestHandler } from "express";
import sirv from "sirv";
import { perAddress } from "./per-address.ts";
import type { Services } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";

const YEAR_S = 365 * 24 * 3600;

/**
 * Serves the built client: hashed assets with immutable caching, and the one HTML page for every
 * other path. Files packed by the build (.br, .gz) are sent as they are.
 */
export function createStaticClient(lent: Pick<Services, "limits" | "lines">, folder: string): Router {
  const router = Router();
  const packed = { etag: true, brotli: true, gzip: true, dotfiles: false };
  router.use(forReading);
  router.use(perAddress(lent));
  // Source maps are for operators, who have them on disk; a visitor gets none.
  router.use((req, _res, next) => next(isSourceMap(req.path) ? new AppError("not_found") : undefined));
  router.use(sirv(folder, { ...packed, setHeaders: keep }));
  router.use("/assets", () => {
    throw new AppError("not_found");
  });
  router.get("/{*page}", sirv(folder, { ...packed, single: true, ignores: false, setHeaders: keep }));
  return router;
}

const isAsset = (path: string): boolean => path.startsWith("/assets/");

/** The name of an asset says what is in it; all else is asked for anew. */
const keep = (res: ServerResponse, path: string): void => {
  res.setHeader("cache-control", isAsset(path) ? `public, max-age=${YEAR_S}, immutable` : "no-cache");
};

/** A file answers to nothing else. */
const forReading: RequestHandler = (req, _res, next) =>
  req.method === "GET" || req.method === "HEAD" ? next() : next("router");

/** Checks the decoded path, since that is what files are found by. */
function isSourceMap(path: string): boolean {
  try {
    return /\.map\/*$/i.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
