import type { NextFunction, Request, Response } from "express";
import type { Services } from "../platform/context.ts";
import { AppError, toProblem } from "../platform/errors.ts";
import { describeFault } from "../platform/describe-fault.ts";
import { requestIdOf } from "./request-log.ts";

/** Sets `Retry-After` for errors that name a time. */
export function sayWhenAgain(res: Response, error: unknown): void {
  if (error instanceof AppError && error.retryAfter !== null) res.setHeader("retry-after", error.retryAfter);
}

export function sendProblem(res: Response, error: unknown): void {
  const problem = toProblem(error, requestIdOf(res));
  sayWhenAgain(res, error);
  res.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

/** The one error handler of Express; the contract's own errors are shaped by its handler. */
export function createErrorHandler(services: Services) {
  // Express recognises an error handler by its four parameters.
  return (error: unknown, _req: Request, res: Response, _next: NextFunction): void => {
    if (res.headersSent) {
      // The reply has begun. Passing the error on would make Express print its message, so the connection is cut
      // instead.
      services.log.error({ requestId: requestIdOf(res), error: describeFault(error) }, "reply broke off");
      res.destroy();
      return;
    }
    const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 500;
    const known =
      error instanceof AppError
        ? error
        : status === 404
          ? new AppError("not_found")
          : status >= 400 && status < 500
            ? new AppError("invalid_input")
            : null;
    if (!known) services.log.error({ requestId: requestIdOf(res), error: describeFault(error) }, "request failed");
    sendProblem(res, known ?? error);
  };
}
