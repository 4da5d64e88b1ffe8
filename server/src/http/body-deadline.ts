import type { NextFunction, Request, Response } from "express";

/** A JSON body has 256 KB at most; what takes longer than this is not a bad line but somebody holding on to it. */
const BODY_MS = 30_000;

/** Whether a body is announced; nobody waits for one that is not (RFC 9112 section 6.3). */
const hasBody = ({ headers }: Request) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/**
 * Cuts requests whose body dawdles; how long the answer takes is another matter. Files have minutes by the server's own limit (`requestTimeout`), and resume where they
 * were cut.
 */
export function createBodyDeadline(ms = BODY_MS) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (req.path.startsWith("/uploads") || !hasBody(req)) return next();
    const timer = setTimeout(() => {
      // All of it has come, whether or not anybody reads it.
      if (req.complete) return;
      if (!res.headersSent) res.writeHead(408, { connection: "close" }).end();
      req.destroy();
    }, ms);
    for (const over of ["end", "close"]) req.once(over, () => clearTimeout(timer));
    res.once("close", () => clearTimeout(timer));
    next();
  };
}
