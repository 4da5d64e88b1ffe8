import { api } from "../../../lib/api/client.ts";
import { setSession } from "../../../lib/session.tsx";

/** Signs in; the refresh cookie is set by the server, the access token stays in memory. */
export async function signIn(input: { phone: string; password: string }) {
  const session = await api.accounts.signIn(input);
  setSession(session);
  return session;
}
