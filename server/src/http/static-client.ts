import path from "node:path";
import compression from "compression";
import express, { Router } from "express";
import { addressGroup } from "../platform/address-group.ts";
import type { Services } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";

/** Serves the built client: hashed assets with immutable caching, and the one HTML page for every other path. */
export function createStaticClient({ limits }: Pick<Services, "limits">, folder: string): Router {
  const router = Router();
  // Apart from the calls: a page with all its parts is some forty files.
  router.use((req, _res, next) => {
    limits.consume("page", addressGroup(req.ip ?? "")).then(() => next(), next);
  });
  router.use(compression());
  // Source maps are for operators, who have them on disk; a visitor gets none.
  router.use((req, _res, next) => next(isSourceMap(req.path) ? new AppError("not_found") : undefined));
  router.use(
    "/assets",
    express.static(path.join(folder, "assets"), { immutable: true, maxAge: "365d", fallthrough: false }),
  );
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.get("/{*page}", (_req, res) => {
    res.setHeader("cache-control", "no-cache");
    res.sendFile("index.html", { root: folder });
  });
  return router;
}

/** Checks the decoded path, since that is what files are found by. */
function isSourceMap(path: string): boolean {
  try {
    return /\.map$/i.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
