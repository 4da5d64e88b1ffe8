import { oc } from "@orpc/contract";
import { z } from "zod";
import type { SignInStep } from "./accounts/sign-in.rules.ts";
import { errorList, type ErrorCode } from "./errors.ts";
import type { Who } from "./roles.ts";

/** Rate limit classes, counted in addition to the limits of every call (server: platform/rate-limit.ts). */
export const limitClasses = ["sign-in", "code", "search", "read", "write", "export"] as const;
export type LimitClass = (typeof limitClasses)[number];

/** What an endpoint declares beside its path; without `who` there is no endpoint (default deny). */
export interface EndpointMeta {
  who: Who;
  /** Requires a fresh proof of identity (signing, export, factors); else `reauthentication_required`. */
  fresh?: boolean;
  /** Steps of signing in that may still be missing; every other endpoint is closed until all are done (R5, R63). */
  openTo?: readonly SignInStep[];
  /** Class it is counted in; left out, `read` for GET and `write` for all else, so that none can be forgotten. */
  limit?: LimitClass;
  /** Seconds for which anybody's cache may keep the answer: only where everybody is told the same. */
  cacheFor?: number;
}

// Loose: oRPC parses the data of declared errors, and the problem document must come through whole.
const problemData = z.looseObject({ fields: z.array(z.object({ path: z.string(), code: z.string() })).optional() });

/**
 * Starts an endpoint of the contract. `who` may call it at all; `errors` are the codes it answers with beyond those
 * that every endpoint has (invalid_input, unauthenticated, other_person, forbidden, rate_limited, internal, unavailable,
 * busy), for the OpenAPI document.
 */
export function endpoint(who: Who, errors: readonly ErrorCode[] = [], rules: Omit<EndpointMeta, "who"> = {}) {
  const map = Object.fromEntries(
    errors.map((code) => [code, { status: errorList[code].status, message: code, data: problemData }]),
  );
  return oc.$meta<EndpointMeta>({ who, ...rules }).errors(map);
}
