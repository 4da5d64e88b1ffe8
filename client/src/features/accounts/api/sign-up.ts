import type { SignUpInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { setSession } from "../../../lib/session.tsx";

/** Makes a patient account and signs in with it. */
export async function signUp(input: SignUpInput) {
  const session = await api.accounts.signUp(input);
  setSession(session);
  return session;
}
