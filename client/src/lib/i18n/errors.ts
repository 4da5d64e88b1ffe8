import { isErrorCode, type ErrorCode } from "@fuzhen/shared/errors.ts";
import { ApiError } from "../api/api-error.ts";
import { textsNow, useTexts } from "./define.ts";
import { errorTexts, type LocalFault } from "./errors.texts.ts";

/** A refusal by the browser or the person at it, before anything was sent. */
export class LocalError extends Error {
  readonly fault: LocalFault;

  constructor(fault: LocalFault) {
    super(fault);
    this.name = "LocalError";
    this.fault = fault;
  }
}

function codeOf(error: unknown): ErrorCode | LocalFault {
  if (error instanceof LocalError) return error.fault;
  if (typeof error === "object" && error !== null && "code" in error && isErrorCode(error.code)) return error.code;
  // fetch() rejects with a TypeError when no answer came at all.
  return error instanceof TypeError ? "offline" : "internal";
}

function sentenceOf(error: unknown, texts: (typeof errorTexts)["zh"]): string {
  const code = codeOf(error);
  if (code === "rate_limited" && error instanceof ApiError && error.retryAfterS > 0)
    return texts.wait(error.retryAfterS);
  return { ...texts.codes, ...texts.local }[code];
}

/** The sentence for whatever was thrown: a problem of the server, a lost line, or a fault of our own. */
export function useErrorText(): (error: unknown) => string {
  const texts = useTexts(errorTexts);
  return (error) => sentenceOf(error, texts);
}

export function errorTextNow(error: unknown): string {
  return sentenceOf(error, textsNow(errorTexts));
}
