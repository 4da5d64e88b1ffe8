import helmet from "helmet";
import type { NextFunction, Request, Response } from "express";

const csp = (scripts: readonly string[]) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'", ...scripts],
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
});

/** Browser features our own pages use: camera and microphone for calls, passkeys for signing in. */
const open =
  "camera microphone display-capture autoplay fullscreen picture-in-picture screen-wake-lock " +
  "publickey-credentials-get publickey-credentials-create";
/**
 * Browser features nobody needs here are switched off, also for code that should not be there. Only names Chromium
 * knows, since it warns about others.
 */
const shut =
  "accelerometer encrypted-media gamepad geolocation gyroscope hid idle-detection " +
  "local-fonts magnetometer midi payment serial usb window-management xr-spatial-tracking";
const permissions = [
  ...open.split(" ").map((name) => `${name}=(self)`),
  ...shut.split(" ").map((name) => `${name}=()`),
].join(", ");

/** One year, the usual value for a site that always has TLS (RFC 6797). */
const HSTS = "max-age=31536000; includeSubDomains";

/**
 * Strict headers for every reply. HSTS is sent only over TLS (RFC 6797 section 7.2), ended here or at the proxy counted
 * by TRUST_PROXY. The policy has no report address, because reports quote page addresses, which concern people.
 * `scripts`: hashes of the scripts that stand in the page itself.
 */
export const securityHeaders = (scripts: readonly string[] = []) => [
  helmet({
    contentSecurityPolicy: csp(scripts),
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
