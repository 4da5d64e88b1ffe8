import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "@fuzhen/shared/contract.ts";
import contract from "virtual:contract";
import { noteServerClock } from "../server-clock.ts";
import { expireSession, getAccessToken } from "../session.tsx";
import { ApiError, toApiError } from "./api-error.ts";
import { encodeCall, type Routes } from "./encode-call.ts";
import { proveAgain } from "./prove-again.ts";
import { refreshSession } from "./refresh-session.ts";

/**
 * One call of the contract. Where the server first wants proof of who is there (`reauthentication_required`), the person
 * is asked and the same call goes again by itself: no page needs to know.
 */
async function call(route: string, input?: Readonly<Record<string, unknown>>): Promise<unknown> {
  const request = encodeCall(route, input);
  try {
    return await sendRenewed(request);
  } catch (error) {
    const wantsProof = error instanceof ApiError && error.code === "reauthentication_required";
    if (!wantsProof || !(await proveAgain())) throw error;
    return await sendRenewed(request);
  }
}

type Request = ReturnType<typeof encodeCall>;

/** Sends with the access token; a 401 is answered by one refresh and one more try, so an expired token loses nothing. */
async function sendRenewed(request: Request): Promise<unknown> {
  const token = getAccessToken();
  try {
    return await send(request, token);
  } catch (error) {
    if (!token || !(error instanceof ApiError)) throw error;
    // Ended by the very call, as by guessing at the second step.
    if (error.code === "session_expired") expireSession("over");
    if (error.code !== "unauthenticated") throw error;
    const renewed = await refreshSession();
    if (!renewed) throw error;
    return send(request, renewed);
  }
}

async function send({ path, init }: Request, token: string | undefined): Promise<unknown> {
  const headers = new Headers(init.headers);
  if (token) headers.set("authorization", `Bearer ${token}`);
  const response = await fetch(`/api${path}`, { ...init, headers });
  noteServerClock(response);
  if (!response.ok) throw await problemOf(response);
  return bodyOf(response);
}

const problemOf = async (response: Response) =>
  toApiError(await response.json().catch(() => null), Number(response.headers.get("retry-after") ?? 0));

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
