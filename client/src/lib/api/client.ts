import { createORPCClient } from "@orpc/client";
import type { AnyContractRouter, ContractRouterClient } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import type { Contract } from "@fuzhen/shared/contract.ts";
import contract from "virtual:contract";
import { getAccessToken } from "../session.tsx";
import { ApiError, toApiError } from "./api-error.ts";
import { refreshSession } from "./refresh-session.ts";

/** Sends with the access token; a 401 is answered by one refresh and one more try, so an expired token loses nothing. */
async function send(request: Request): Promise<Response> {
  const first = request.clone();
  const token = getAccessToken();
  if (token) first.headers.set("authorization", `Bearer ${token}`);
  const response = await fetch(first);
  if (response.ok) return response;
  const problem = toApiError(await response.json().catch(() => null));
  if (problem.code !== "unauthenticated" || !token) throw problem;
  const renewed = await refreshSession();
  if (!renewed) throw problem;
  request.headers.set("authorization", `Bearer ${renewed}`);
  const second = await fetch(request);
  if (!second.ok) throw toApiError(await second.json().catch(() => null));
  return second;
}

const link = new OpenAPILink(contract as AnyContractRouter, {
  url: () => `${location.origin}/api`,
  fetch: (request) => send(request),
});

/** The typed client of the whole contract: `api.appointments.book(input)`. Rejects with ApiError or a lost line's TypeError. */
export const api: ContractRouterClient<Contract> = createORPCClient(link);

export { ApiError };
