import type { NextFunction, Request, Response } from "express";

/** A JSON body has at most 256 KB; one that takes longer than this is held open on purpose. */
const BODY_MS = 30_000;

/** Whether the request has a body at all (RFC 9112 section 6.3). */
const hasBody = ({ headers }: Request) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/**
 * Cuts requests whose body arrives too slowly; the time for the answer is not limited here. Uploads have minutes by the
 * server's own limit (`requestTimeout`) and can be resumed.
 */
export function createBodyDeadline(ms = BODY_MS) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (req.path.startsWith("/uploads") || !hasBody(req)) return next();
    const timer = setTimeout(() => {
      // The body has arrived completely, whether or not anybody has read it.
      if (req.complete) return;
      if (!res.headersSent) res.writeHead(408, { connection: "close" }).end();
      req.destroy();
    }, ms);
    for (const over of ["end", "close"]) req.once(over, () => clearTimeout(timer));
    res.once("close", () => clearTimeout(timer));
    next();
  };
}
