import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "@fuzhen/shared/contract.ts";
import contract from "virtual:contract";
import { getAccessToken } from "../session.tsx";
import { ApiError, toApiError } from "./api-error.ts";
import { encodeCall, type Routes } from "./encode-call.ts";
import { refreshSession } from "./refresh-session.ts";

/** Sends with the access token; a 401 is answered by one refresh and one more try, so an expired token loses nothing. */
async function call(route: string, input?: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { path, init } = encodeCall(route, input);
  const send = (token: string | undefined) => {
    const headers = new Headers(init.headers);
    if (token) headers.set("authorization", `Bearer ${token}`);
    return fetch(`/api${path}`, { ...init, headers });
  };
  const token = getAccessToken();
  const response = await send(token);
  if (response.ok) return bodyOf(response);
  const problem = await problemOf(response);
  if (problem.code !== "unauthenticated" || !token) throw problem;
  const renewed = await refreshSession();
  if (!renewed) throw problem;
  const second = await send(renewed);
  if (!second.ok) throw await problemOf(second);
  return bodyOf(second);
}

const problemOf = async (response: Response) => toApiError(await response.json().catch(() => null));

/** JSON, or a file as it is: only those come with a disposition. */
async function bodyOf(response: Response): Promise<unknown> {
  if (response.headers.has("content-disposition")) return new File([await response.blob()], "download");
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

/** The tree of the contract with a function at each procedure. */
function callers(routes: Routes): object {
  return Object.fromEntries(
    Object.entries(routes).map(([name, node]) => [
      name,
      typeof node === "string" ? (input?: Readonly<Record<string, unknown>>) => call(node, input) : callers(node),
    ]),
  );
}

/** oRPC's client type as plain functions: input in, promise out, and none of its per-call options. */
type Calls<C> = C extends (...args: infer Args) => infer Reply
  ? (...args: Args extends [input: infer Input, ...rest: unknown[]] ? [input: Input] : []) => Promise<Awaited<Reply>>
  : { [K in keyof C]: Calls<C[K]> };

/** The typed client of the whole contract: `api.appointments.book(input)`. Rejects with ApiError or a lost line's TypeError. */
export const api = callers(contract) as Calls<ContractRouterClient<Contract>>;

export { ApiError };
