import { MongoServerError } from "mongodb";
import type { Document } from "mongodb";

/** The error's code of a raw reply, be it the command's, a write's or that of one of several statements; or "ok". */
export const codeIn = (reply: Document | undefined): unknown => {
  const errors = (reply?.["writeErrors"] ?? reply?.["cursor"]?.firstBatch ?? []) as { code?: number }[];
  return reply?.["code"] ?? errors.find((error) => error.code !== undefined)?.code ?? "ok";
};

/** The code with which the driver rejects. */
export const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no error",
    (error: unknown) => (error instanceof MongoServerError ? error.code : error),
  );
