import { oc } from "@orpc/contract";
import { z } from "zod";
import { errorList, type ErrorCode } from "./errors.ts";
import type { Who } from "./roles.ts";

/** What every endpoint declares beside its path; without `who` there is no endpoint (default deny). */
export interface EndpointMeta {
  who: Who;
}

// Loose: oRPC parses the data of declared errors, and the problem document must come through whole.
const problemData = z.looseObject({ fields: z.array(z.object({ path: z.string(), code: z.string() })).optional() });

/**
 * Starts an endpoint of the contract. `who` may call it at all; `errors` are the codes it answers with beyond those
 * of the door (invalid_input, unauthenticated, forbidden, rate_limited, internal), for the OpenAPI document.
 */
export function endpoint(who: Who, errors: readonly ErrorCode[] = []) {
  const map = Object.fromEntries(
    errors.map((code) => [code, { status: errorList[code].status, message: code, data: problemData }]),
  );
  return oc.$meta<EndpointMeta>({ who }).errors(map);
}
