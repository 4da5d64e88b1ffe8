import { saysWhoIsSignedIn } from "@fuzhen/shared/errors.ts";
import { ApiError, api } from "../../../lib/api/client.ts";
import { clearSession } from "../../../lib/session.tsx";

/**
 * Ends the session, at the server first: its cookie is out of reach of this page, and would let in whoever comes next.
 * Rejects when the server could not be told; the person is still signed in then, and must know it.
 */
export async function signOut(): Promise<void> {
  try {
    await api.accounts.signOut();
  } catch (error) {
    // Over already; what is left of it is here.
    if (!(error instanceof ApiError && saysWhoIsSignedIn(error.code))) throw error;
  }
  clearSession();
}
