import { errorList, isErrorCode } from "@fuzhen/shared/errors.ts";
import { QueryClient, type Query, type QueryFunction, type QueryFunctionContext } from "@tanstack/react-query";

/** Retries only what may succeed unchanged: a lost connection, a busy server. A refusal is final. */
function mayRetry(error: unknown): boolean {
  if (typeof error === "object" && error !== null && "code" in error && isErrorCode(error.code)) {
    return errorList[error.code].retryable;
  }
  return error instanceof TypeError;
}

type Around = <Data>(ask: QueryFunction<Data>, context: QueryFunctionContext, query: Query) => Promise<Data>;
let around: Around | undefined;

/** What stands around each question once its code has come (kept/kept-readings.ts). */
export function setAround(next: Around): void {
  around = next;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // By default a page would stay in its skeleton for ever while offline, without a word.
        networkMode: "always",
        refetchOnReconnect: true,
        // Around each question, the server's answer first: what a patient has read stays readable without it.
        persister: (ask, context, query) => (around ? around(ask, context, query) : ask(context)),
        retry: (count, error) => count < 2 && mayRetry(error),
        retryDelay: (count) => Math.min(8_000, 700 * 2 ** count),
      },
      // Mutations are retried by the person, or by an outbox with a request key, never silently here.
      mutations: { networkMode: "always", retry: false },
    },
  });
}
