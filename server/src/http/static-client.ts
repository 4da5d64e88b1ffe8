import path from "node:path";
import compression from "compression";
import express, { Router } from "express";
import { AppError } from "../platform/errors.ts";

/** The built client: hashed assets for ever, every other path the one page. */
export function createStaticClient(folder: string): Router {
  const router = Router();
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

/** However the name is written: the files are found by the decoded path. */
function isSourceMap(path: string): boolean {
  try {
    return /\.map$/i.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
