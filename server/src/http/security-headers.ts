import helmet from "helmet";
import type { NextFunction, Request, Response } from "express";

const csp = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    scriptSrcAttr: ["'none'"],
    // antd writes its styles at run time; scripts stay strict.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "blob:", "data:"],
    mediaSrc: ["'self'", "blob:"],
    fontSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", "blob:"],
    manifestSrc: ["'self'"],
    frameSrc: ["'none'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/** What our own pages may ask the browser for: calls, and signing in by passkey. */
const open =
  "camera microphone display-capture autoplay fullscreen picture-in-picture screen-wake-lock " +
  "publickey-credentials-get publickey-credentials-create";
/** What nobody here needs stays shut, also for code that should not be there. Names Chromium knows; it complains of others. */
const shut =
  "accelerometer encrypted-media gamepad geolocation gyroscope hid idle-detection " +
  "local-fonts magnetometer midi payment serial usb window-management xr-spatial-tracking";
const permissions = [
  ...open.split(" ").map((name) => `${name}=(self)`),
  ...shut.split(" ").map((name) => `${name}=()`),
].join(", ");

/** One year, as browsers ask of sites that mean it (RFC 6797). */
const HSTS = "max-age=31536000; includeSubDomains";

/**
 * Strict headers for every answer. HSTS goes out only on what came over TLS (RFC 6797 section 7.2), here or at the proxy
 * that TRUST_PROXY names. The policy has no place to report to: reports quote addresses of pages, which are about people.
 */
export const securityHeaders = [
  helmet({
    contentSecurityPolicy: csp,
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
  }),
  (req: Request, res: Response, next: NextFunction): void => {
    res.setHeader("permissions-policy", permissions);
    if (req.secure) res.setHeader("strict-transport-security", HSTS);
    next();
  },
];
