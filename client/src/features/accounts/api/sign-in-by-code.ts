import type { SignInByCodeInput } from "@fuzhen/shared/accounts/code.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { setSession } from "../../../lib/session.tsx";

export async function signInByCode(input: SignInByCodeInput) {
  const session = await api.codes.signInByCode(input);
  setSession(session);
  return session;
}
