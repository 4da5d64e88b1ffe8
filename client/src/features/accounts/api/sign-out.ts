import { api } from "../../../lib/api/client.ts";
import { clearSession } from "../../../lib/session.tsx";

/** Ends the session here at once; the server is told, and when it cannot be reached the session dies by age. */
export async function signOut(): Promise<void> {
  const told = api.accounts.signOut().catch(() => undefined);
  clearSession();
  await told;
}
