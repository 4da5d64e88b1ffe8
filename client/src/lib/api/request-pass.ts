import { saysWhoIsSignedIn } from "@fuzhen/shared/errors.ts";
import { ApiError } from "./api-error.ts";
import { houseHeaders } from "./house-request.ts";
import { getAccessToken } from "../session.tsx";
import { refreshSession } from "./refresh-session.ts";

/**
 * The headers of a transfer of many requests (tus), written anew with each: one upload outlives many access tokens. A 401
 * asks for a fresh one, once. All of them are one person's: once that is not who is signed in, the transfer ends.
 */
export function createPass(personId: string) {
  let tokenRefused: string | undefined;
  let usedToken: string | undefined;
  let over: ApiError | null = null;
  const end = () => (over ??= new ApiError({ code: "unauthenticated" }));
  return {
    /** Why nothing more may be sent: who is signed in has changed. */
    isOver: () => over,
    /** Rejects when it is over. */
    async write(setHeader: (name: string, value: string) => void): Promise<void> {
      try {
        if (tokenRefused !== undefined && tokenRefused === getAccessToken() && !(await refreshSession(personId)))
          throw end();
        for (const [name, value] of Object.entries(houseHeaders(personId))) setHeader(name, value);
        usedToken = getAccessToken();
      } catch (error) {
        if (error instanceof ApiError && saysWhoIsSignedIn(error.code)) over = error;
        throw error;
      }
    },
    /** After a 401: true when another try makes sense. */
    refused(): boolean {
      if (usedToken !== undefined && usedToken === tokenRefused) end();
      tokenRefused = usedToken;
      return over === null;
    },
  };
}
