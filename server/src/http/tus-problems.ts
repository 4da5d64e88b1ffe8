import { ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import { AppError, toProblem } from "../platform/errors.ts";
import { describeFault } from "../platform/describe-fault.ts";

type TusError = Error | { status_code: number; body: string };

/**
 * Our error codes for the statuses of @tus/server. A wrong offset stays 409, at which clients ask for the offset and
 * continue.
 */
const codes: Record<number, ErrorCode> = {
  400: "unavailable", // the line was cut, or a newer request of the same upload took over
  403: "invalid_input", // offset or content type missing
  404: "unavailable", // removed while its bytes came in
  409: "illegal_state",
  410: "unavailable",
  413: "file_too_large",
  500: "unavailable", // its bytes could not be written: a full disk, most likely
};

/** Turns an error of tus into a problem document; faults leave as `internal` and are logged without their message. */
export function tusProblem(
  error: TusError,
  { log, requestId, res }: { log: Logger; requestId: string; res: unknown },
): { status_code: number; body: string } {
  const known = error instanceof AppError ? error : knownError(error);
  const fault = !known || ("status_code" in error && error.status_code >= 500);
  if (fault) log.error({ requestId, error: describeFault(error) }, "upload failed");
  const problem = toProblem(known ?? error, requestId);
  if (res instanceof ServerResponse) markProblem(res);
  return { status_code: problem.status, body: JSON.stringify(problem) };
}

function knownError(error: TusError): AppError | null {
  const code = "status_code" in error ? codes[error.status_code] : undefined;
  return code ? new AppError(code) : null;
}

/** tus sends text/plain with errors and has no option for it, so the type is set as the head is written. */
function markProblem(res: ServerResponse): void {
  const writeHead = res.writeHead.bind(res);
  res.writeHead = ((status: number, message: string, headers: string[]) => {
    const at = headers.indexOf("content-type");
    if (at >= 0) headers[at + 1] = "application/problem+json";
    else headers.push("content-type", "application/problem+json");
    return writeHead(status, message, headers);
  }) as typeof res.writeHead;
}
