import type { SignInByCodeInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { setSession } from "../../../lib/session.tsx";

export async function signInByCode(input: SignInByCodeInput) {
  const session = await api.accounts.signInByCode(input);
  setSession(session);
  return session;
}
