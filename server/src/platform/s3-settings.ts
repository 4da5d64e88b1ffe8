import type { Env } from "../env.ts";

/** Where the bucket is and who we are there. */
export interface S3Settings {
  bucket: string;
  /** Before every key; empty or ends in a slash. */
  prefix: string;
  region: string;
  /** Undefined: Amazon's own of that region. */
  endpoint: string | undefined;
  /** Bucket in the path instead of the host name, as most servers but Amazon's want it. */
  pathStyle: boolean;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

type Settings = Pick<
  Env,
  | "S3_BUCKET"
  | "S3_PREFIX"
  | "S3_REGION"
  | "S3_ENDPOINT"
  | "S3_PATH_STYLE"
  | "S3_ACCESS_KEY_ID"
  | "S3_SECRET_ACCESS_KEY"
>;

/** Null when bytes are kept in DATA_DIR. `readEnv` has seen to it that nothing is missing. */
export function s3Settings(env: Settings): S3Settings | null {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) return null;
  return {
    bucket,
    prefix: env.S3_PREFIX,
    region: env.S3_REGION,
    endpoint: env.S3_ENDPOINT,
    pathStyle: env.S3_PATH_STYLE ?? env.S3_ENDPOINT !== undefined,
    credentials: { accessKeyId, secretAccessKey },
  };
}
