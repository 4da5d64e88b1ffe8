import type { NextFunction, Request, Response } from "express";
import { AppError } from "../platform/errors.ts";

/**
 * Refuses a path that two readers read in two ways: Express takes it as it is written, URL (by which the contract's handler
 * goes) follows dots and takes a backslash for a slash. `/api/file-content/../x/y` would be counted and timed as a file and
 * answered as a call. No client of ours writes such a path.
 */
export function onePath(req: Request, _res: Response, next: NextFunction): void {
  const [written] = req.originalUrl.split("?", 1);
  const read = URL.parse(req.originalUrl, "http://house");
  next(read?.pathname === written ? undefined : new AppError("not_found"));
}
