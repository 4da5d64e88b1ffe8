import helmet from "helmet";
import type { NextFunction, Request, Response } from "express";

const csp = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    // antd writes its styles at run time; scripts stay strict.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "blob:", "data:"],
    mediaSrc: ["'self'", "blob:"],
    fontSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", "blob:"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/** Strict headers for every answer. HTTPS-only ones are left to the place that ends TLS. */
export const securityHeaders = [
  helmet({
    contentSecurityPolicy: csp,
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: "no-referrer" },
  }),
  (_req: Request, res: Response, next: NextFunction): void => {
    res.setHeader(
      "permissions-policy",
      "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=()",
    );
    next();
  },
];
