import type { NextFunction, Request, Response } from "express";

/** A JSON body has 256 KB at most; what takes longer than this is not a bad line but somebody holding on to it. */
const BODY_MS = 30_000;

/**
 * Cuts requests whose body dawdles. Files have minutes by the server's own limit (`requestTimeout`), and resume where they
 * were cut.
 */
export function createBodyDeadline(ms = BODY_MS) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (req.path.startsWith("/uploads")) return next();
    const timer = setTimeout(() => {
      if (!res.headersSent) res.writeHead(408, { connection: "close" }).end();
      req.destroy();
    }, ms);
    for (const over of ["end", "close"]) req.once(over, () => clearTimeout(timer));
    res.once("close", () => clearTimeout(timer));
    next();
  };
}
