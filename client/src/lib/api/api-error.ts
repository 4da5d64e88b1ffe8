import {
  errorList,
  isErrorCode,
  type ErrorCode,
  type FieldError,
  type Problem,
  type ProblemAbout,
} from "@fuzhen/shared/errors.ts";

/** Error codes that concern one field although the server does not name it. */
const fieldOf: Partial<Record<ErrorCode, string>> = {
  code_wrong: "code",
  code_expired: "code",
  second_factor_wrong: "code",
};

/** A refusal in the contract's one error shape, from HTTP or a socket ack alike. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly requestId: string;
  /** Refused fields: dotted path and text key. */
  readonly fields: readonly FieldError[];
  /** How many seconds to wait before the same may succeed; 0 when the server did not say. */
  readonly retryAfterS: number;
  /** What stands in the way, if this person may see it. */
  readonly about: ProblemAbout | null;

  constructor(problem: Pick<Problem, "code"> & Partial<Problem>, retryAfterS = 0) {
    super(problem.code);
    this.name = "ApiError";
    this.code = problem.code;
    this.status = problem.status ?? errorList[problem.code].status;
    this.retryAfterS = retryAfterS;
    this.requestId = problem.requestId ?? "";
    this.about = problem.about ?? null;
    const path = fieldOf[this.code];
    this.fields = problem.fields ?? (path === undefined ? [] : [{ path, code: this.code }]);
  }

  get retryable(): boolean {
    return errorList[this.code].retryable;
  }

  /** True when the fields say everything; other refusals need a sentence of their own. */
  get saidAtFields(): boolean {
    return this.fields.length > 0 && (this.code === "invalid_input" || fieldOf[this.code] !== undefined);
  }
}

/** Reads a problem document; anything else (a proxy's page) counts as the service being away. */
export function toApiError(body: unknown, retryAfterS = 0): ApiError {
  if (typeof body === "object" && body !== null && "code" in body && isErrorCode(body.code))
    return new ApiError(body as Problem, retryAfterS);
  return new ApiError({ code: "unavailable" });
}
