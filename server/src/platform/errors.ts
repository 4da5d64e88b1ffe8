import { errorList, type ErrorCode, type FieldError, type Problem, type ProblemAbout } from "@fuzhen/shared/errors.ts";

/** The only error a use case throws on purpose; any other error is a fault and reaches the client as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  /** Seconds after which the same may be tried again (`Retry-After`, RFC 9110 section 10.2.3). */
  readonly retryAfter: number | null;
  /** What stands in the way, if the caller may see it. */
  readonly about: ProblemAbout | null;

  constructor(
    code: ErrorCode,
    fields: FieldError[] = [],
    retryAfter: number | null = null,
    about: ProblemAbout | null = null,
  ) {
    super(code);
    this.name = "AppError";
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
    this.about = about;
  }
}

/** MongoDB error codes for "not now": conflict, lock or time limit, a cursor lost, not the primary, shutting down, disk full. */
const busyCodes = new Set<unknown>([
  6, 7, 24, 43, 50, 89, 91, 112, 189, 262, 9001, 10_107, 11_600, 11_602, 13_435, 13_436, 14_031,
]);
/** System errors for a lost database connection, a full or failing disk, or too many open files. */
const brokenCodes = new Set<unknown>("EPIPE ECONNRESET ECONNREFUSED ENOSPC EDQUOT EIO EROFS EMFILE ENFILE".split(" "));
const gone =
  /^(Mongo(Network|NetworkTimeout|ServerSelection|PoolCleared|PoolClosed|ServerClosed|StalePrimary|OperationTimeout|NotConnected|ClientClosed|TopologyClosed|WaitQueueTimeout|ExpiredSession)|MongooseServerSelection|PoolClearedOnNetwork)Error$/;
/** Labels by which the database or its driver says of an error that the same may go well another time. */
const passing = new Set<unknown>([
  "TransientTransactionError",
  "UnknownTransactionCommitResult",
  "RetryableWriteError",
]);
const labelsOf = (error: Error): unknown[] =>
  "errorLabels" in error && Array.isArray(error.errorLabels) ? error.errorLabels : [];

/** What an error wraps: the driver puts what broke a bulk write into an error of its own. */
const wrappedIn = (error: Error): unknown => ("errorResponse" in error ? error.errorResponse : error.cause);

/** Whether a fault is temporary: the same request may succeed later, and the sender is told so. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof Error &&
  (gone.test(error.name) ||
    ("code" in error && (busyCodes.has(error.code) || brokenCodes.has(error.code))) ||
    labelsOf(error).some((label) => passing.has(label)) ||
    isUnavailable(wrappedIn(error)));

/** RFC 9457 problem document of an error. A fault reveals nothing but the request id. */
export function toProblem(error: unknown, requestId: string): Problem {
  const fault = {
    code: isUnavailable(error) ? ("unavailable" as const) : ("internal" as const),
    fields: [],
    about: null,
  };
  const { code, fields, about } = error instanceof AppError ? error : fault;
  return {
    type: `urn:fuzhen:problem:${code}`,
    title: code.replaceAll("_", " "),
    ...errorList[code],
    code,
    requestId,
    ...(fields.length > 0 ? { fields } : {}),
    ...(about ? { about } : {}),
  };
}

/** Field errors of a failed zod (or standard schema) parse: dotted path, and the text key given in the schema. */
export function fieldsOfIssues(
  issues: readonly { path?: readonly unknown[] | undefined; message: string; code?: string | undefined }[],
): FieldError[] {
  return issues.slice(0, 50).map((issue) => {
    const path = (issue.path ?? [])
      .map((key) => (typeof key === "object" && key !== null && "key" in key ? String(key.key) : String(key)))
      .join(".");
    // Messages in our schemas are short text keys; zod's own sentences are replaced by its issue code.
    return { path, code: /^[a-z_]{1,40}$/.test(issue.message) ? issue.message : (issue.code ?? "invalid") };
  });
}
