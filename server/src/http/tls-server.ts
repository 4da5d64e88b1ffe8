import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import type { Services } from "../platform/context.ts";
import { describeFault } from "../platform/describe-fault.ts";

// How often Node checks the time limits for slow clients. With its default of 30 s, a limit of 10 s could take 40.
const options = { connectionsCheckingInterval: 5000 };

// TLS 1.2 with forward secrecy and authenticated encryption only (RFC 9325 section 4.2); 1.3 brings its own list.
const protocols: SecureContextOptions = {
  minVersion: "TLSv1.2",
  ciphers: [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
  ].join(":"),
};

export interface HouseServer {
  server: Server;
  /** Loads a renewed certificate; a pair that does not fit leaves the old one in use. */
  reloadCertificate(): Promise<void>;
  /** Stops watching the certificate files. */
  stopWatching(): void;
}

/** How often a renewed certificate is looked for: renewal comes weeks before the end, so minutes are soon enough. */
const LOOK_EVERY_MS = 60_000;

/** The listening server: with TLS_CERT and TLS_KEY it ends TLS itself, else it speaks plain HTTP (behind nginx). */
export async function createHouseServer(
  services: Pick<Services, "env" | "log">,
  listener: RequestListener,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<HouseServer> {
  const { TLS_CERT, TLS_KEY } = services.env;
  if (!TLS_CERT || !TLS_KEY)
    return {
      server: createHttpServer(options, listener),
      reloadCertificate: () => Promise.resolve(),
      stopWatching: () => undefined,
    };
  const readPair = async () => ({ cert: await readFile(TLS_CERT), key: await readFile(TLS_KEY) });
  const first = await readPair();
  // A client that is too slow, or does not speak TLS, is cut after ten seconds.
  const server = createHttpsServer({ ...options, ...protocols, ...first, handshakeTimeout: 10_000 }, listener);
  const reloadCertificate = watchPair(server, services, first, readPair);
  const timer = setInterval(() => void reloadCertificate(), lookEveryMs);
  timer.unref();
  return { server, reloadCertificate, stopWatching: () => clearInterval(timer) };
}

interface Pair {
  cert: Buffer;
  key: Buffer;
}

function watchPair(server: HttpsServer, { log }: Pick<Services, "log">, first: Pair, readPair: () => Promise<Pair>) {
  const printOf = ({ cert, key }: Pair) => createHash("sha256").update(cert).update(key).digest("hex");
  let seen = printOf(first);
  return async (): Promise<void> => {
    try {
      // Compares contents, not dates: copying tools keep dates, and links are swapped under the same name.
      const pair = await readPair();
      const print = printOf(pair);
      if (print === seen) return;
      // Logged once. Certificate and key are two files, so at the next look both may be new and fit.
      seen = print;
      const context = { ...protocols, ...pair };
      createSecureContext(context);
      server.setSecureContext(context);
      log.info("new TLS certificate taken up");
    } catch (error) {
      log.error({ error: describeFault(error) }, "new TLS certificate refused, the old one stays");
    }
  };
}
