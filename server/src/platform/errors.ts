import { errorList, type ErrorCode, type FieldError, type Problem } from "@fuzhen/shared/errors.ts";

/** The only error a use case throws on purpose; everything else is a fault and leaves as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];

  constructor(code: ErrorCode, fields: FieldError[] = []) {
    super(code);
    this.name = "AppError";
    this.code = code;
    this.fields = fields;
  }
}

/** RFC 9457 problem document of an error. Faults show nothing of their inside, only the request id. */
export function toProblem(error: unknown, requestId: string): Problem {
  const { code, fields } = error instanceof AppError ? error : { code: "internal" as const, fields: [] };
  return {
    type: `urn:fuzhen:problem:${code}`,
    title: code.replaceAll("_", " "),
    ...errorList[code],
    code,
    requestId,
    ...(fields.length > 0 ? { fields } : {}),
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
    // Messages written in our schemas are short keys; zod's own sentences are replaced by its issue code.
    return { path, code: /^[a-z_]{1,40}$/.test(issue.message) ? issue.message : (issue.code ?? "invalid") };
  });
}
