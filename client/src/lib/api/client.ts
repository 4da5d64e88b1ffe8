import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "@fuzhen/shared/contract.ts";
import contract from "virtual:contract";
import { noteServerClock } from "../server-clock.ts";
import { expireSession, getAccessToken, isKeptSession, personNow } from "../session.tsx";
import { ApiError, toApiError } from "./api-error.ts";
import { takeEarlyCall } from "./early.ts";
import { encodeCall, type Routes } from "./encode-call.ts";
import { houseFetch, jsonOf } from "./house-request.ts";
import { proveAgain } from "./prove-again.ts";
import { refreshSession } from "./refresh-session.ts";

/** Of one call. */
export interface CallOptions {
  /** Id of the account it is made for, where it was begun earlier (an outbox, an upload); else whoever is signed in now. */
  as?: string;
}

/**
 * One call of the contract. Where the server first wants proof of who is there (`reauthentication_required`), the person
 * is asked and the same call goes again by itself: no page needs to know. It stays the call of the person who made it:
 * once somebody else is signed in it is refused with `other_person`, however often it has been tried.
 */
async function call(
  route: string,
  input?: Readonly<Record<string, unknown>>,
  { as = personNow() }: CallOptions = {},
): Promise<unknown> {
  const request = encodeCall(route, input);
  try {
    return await sendRenewed(request, as);
  } catch (error) {
    const wantsProof = error instanceof ApiError && error.code === "reauthentication_required";
    if (!wantsProof || !(await proveAgain())) throw error;
    return await sendRenewed(request, as);
  }
}

type Request = ReturnType<typeof encodeCall>;

/** Sends with the access token; after a 401 refreshes once and retries, so an expired token loses nothing. */
async function sendRenewed(request: Request, personId: string | undefined): Promise<unknown> {
  // Of a person whom only this device knows yet: nothing opens without the server's word.
  if (personId !== undefined && isKeptSession()) await refreshSession(personId);
  const token = getAccessToken();
  try {
    return await send(request, personId);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // The server says that somebody else is signed in here now. Only the page that the request was made for ends.
    if (error.code === "other_person" && personNow() === personId) expireSession("other");
    if (!token) throw error;
    // This call itself ended the session, e.g. by too many wrong second factors.
    if (error.code === "session_expired") expireSession("over");
    if (error.code !== "unauthenticated") throw error;
    if (!(await refreshSession(personId))) throw error;
    return send(request, personId);
  }
}

async function send({ path, init }: Request, personId: string | undefined): Promise<unknown> {
  const early = init.method === "GET" && personId === personNow() ? takeEarlyCall(path, getAccessToken()) : undefined;
  const response = await (early ?? houseFetch(`/api${path}`, init, personId));
  noteServerClock(response);
  if (!response.ok) throw await problemOf(response);
  return bodyOf(response);
}

const problemOf = async (response: Response) =>
  toApiError(await jsonOf(response), Number(response.headers.get("retry-after") ?? 0));

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
      typeof node === "string"
        ? (input?: Readonly<Record<string, unknown>>, options?: CallOptions) => call(node, input, options)
        : callers(node),
    ]),
  );
}

/** Brings calls that were left out of the first download (vite/contract-plugin.ts). */
export function addRoutes(routes: Routes): void {
  const slices = api as unknown as Record<string, object>;
  for (const [slice, found] of Object.entries(callers(routes) as Record<string, object>))
    slices[slice] = { ...slices[slice], ...found };
}

/** oRPC's client type as plain functions: input in, promise out, and our own options in the place of oRPC's. */
type Calls<C> = C extends (...args: infer Args) => infer Reply
  ? (
      ...args: Args extends [input: infer Input, ...rest: unknown[]] ? [input: Input, options?: CallOptions] : []
    ) => Promise<Awaited<Reply>>
  : { [K in keyof C]: Calls<C[K]> };

/** The typed client of the whole contract: `api.appointments.book(input)`. Rejects with ApiError or a lost line's TypeError. */
export const api = callers(contract) as Calls<ContractRouterClient<Contract>>;

export { ApiError };
