import { errorList, isErrorCode, type ErrorCode, type FieldError, type Problem } from "@fuzhen/shared/errors.ts";

/** A refusal in the contract's one error shape, from HTTP or a socket ack alike. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly requestId: string;
  /** Refused fields: dotted path and text key. */
  readonly fields: readonly FieldError[];

  constructor(problem: Pick<Problem, "code"> & Partial<Problem>) {
    super(problem.code);
    this.name = "ApiError";
    this.code = problem.code;
    this.status = problem.status ?? errorList[problem.code].status;
    this.requestId = problem.requestId ?? "";
    this.fields = problem.fields ?? [];
  }

  get retryable(): boolean {
    return errorList[this.code].retryable;
  }
}

/** Reads a problem document; anything else (a proxy's page) counts as the service being away. */
export function toApiError(body: unknown): ApiError {
  if (typeof body === "object" && body !== null && "code" in body && isErrorCode(body.code))
    return new ApiError(body as Problem);
  return new ApiError({ code: "unavailable" });
}
