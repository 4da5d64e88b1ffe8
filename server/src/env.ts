import { z } from "zod";

/** All settings of the server. This file alone reads process.env; everything else is handed an Env. */
const envSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default("0.0.0.0"),
  DATA_DIR: z.string().default("./data"),
  /** Uploads are refused while the disk of DATA_DIR has less free, so that the database keeps what it needs. */
  MIN_FREE_MB: z.coerce.number().int().min(0).default(1024),
  MONGODB_URI: z.string().startsWith("mongodb").optional(),
  ALLOW_EMBEDDED_DB: z.stringbool().default(false),
  REDIS_URL: z.string().optional(),
  /** Demo accounts and visits on first start, shown on the sign-in page. On by default except in production. */
  DEMO: z.stringbool().optional(),
  /** Files, uploads under way and audit anchors go into this bucket instead of DATA_DIR; needs the two keys and MASTER_KEY. */
  S3_BUCKET: z.string().optional(),
  /** Server that speaks S3; unset: Amazon's of the region. */
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default("us-east-1"),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  /** Before every key in the bucket, with a slash at its end (`fuzhen/`). */
  S3_PREFIX: z
    .string()
    .regex(/^([\w.-]+\/)*$/)
    .default(""),
  /** Bucket in the path instead of the host name; unset: with S3_ENDPOINT. */
  S3_PATH_STYLE: z.stringbool().optional(),
  /** clamd of ClamAV, which scans what people send: `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`; unset: nothing is scanned. */
  CLAMAV_URL: z
    .url()
    .regex(/^(tcp:\/\/|unix:\/)/)
    .optional(),
  /** 32 bytes in base64; when unset a key file is made under DATA_DIR with mode 0600. */
  MASTER_KEY: z.base64().optional(),
  /** Earlier master keys, comma separated, while data keys are still under them. */
  MASTER_KEY_PREVIOUS: z
    .string()
    .regex(/^[A-Za-z0-9+/=, ]*$/)
    .optional(),
  /** Public origin(s) that may call with cookies, comma separated; the server's own origin always may. */
  ALLOWED_ORIGINS: z.string().default(""),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  /** Built client; served when the folder exists. */
  CLIENT_DIR: z.string().optional(),
  TURN_URLS: z.string().default(""),
  TURN_SECRET: z.string().optional(),
  STUN_URLS: z.string().default(""),
  /** PEM files; when both are set the server ends TLS itself. */
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  /** Text messages by an HTTP gateway; unset: printed to the console in demo mode, else no codes are sent. */
  SMS_URL: z.url().optional(),
  SMS_TOKEN: z.string().optional(),
  /**
   * Push services to which notices may go, comma separated, `*.` before a name for all below it; empty or unset in production: no
   * notices. Elsewhere, unset: those of the known browsers.
   */
  PUSH_HOSTS: z.string().optional(),
  /** How push services reach the operator (RFC 8292): `mailto:` or https. */
  PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:|https:\/\/)/)
    .default("mailto:push@fuzhen.example"),
  /** Text messages asked for, and accounts opened, from one address an hour; more where a hospital shares one. */
  SIGN_UPS_PER_ADDRESS: z.coerce.number().int().min(1).default(30),
  /** Bearer token that opens /metrics; unset: /metrics answers 404. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Where spans go (OTLP over HTTP); unset: no tracing. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** Encrypts backups; 32 bytes in base64; unset: a key derived from the master key. */
  BACKUP_KEY: z.base64().optional(),
  /** Staff who do nothing for this long are signed out by the server (R63); patients never are (R75). */
  STAFF_IDLE_MINUTES: z.coerce.number().min(1).default(15),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
});

export type Env = Omit<z.infer<typeof envSchema>, "DEMO"> & { DEMO: boolean };

/** Parses settings; throws with the names of the wrong ones, never with their values. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(set);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => `${issue.path.join(".")} (${issue.code})`).join(", ");
    throw new Error(`settings refused: ${names}`);
  }
  const env = parsed.data;
  if (env.NODE_ENV === "production" && !env.MONGODB_URI && !env.ALLOW_EMBEDDED_DB)
    throw new Error("production needs MONGODB_URI, or ALLOW_EMBEDDED_DB=1 for the embedded database");
  if (Boolean(env.TLS_CERT) !== Boolean(env.TLS_KEY)) throw new Error("TLS_CERT and TLS_KEY go together");
  if (env.S3_BUCKET && !(env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY))
    throw new Error("S3_BUCKET needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY");
  if (env.S3_BUCKET && !env.MASTER_KEY)
    throw new Error("S3_BUCKET needs MASTER_KEY: a key file lies on one machine only");
  return { ...env, DEMO: env.DEMO ?? env.NODE_ENV !== "production" };
}
