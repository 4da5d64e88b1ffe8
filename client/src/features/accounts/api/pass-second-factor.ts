import type { SecondFactorInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { setSession } from "../../../lib/session.tsx";
import { askPasskey, sayOfPasskey } from "../../../lib/passkey.ts";

/** The second step of sign-in: the half session becomes a whole one. */
export async function passSecondFactor(input: SecondFactorInput) {
  const session = await api.accounts.passSecondFactor(input);
  setSession(session);
  return session;
}

export async function passByPasskey() {
  const { options } = await api.factors.passkeyOptions();
  const response = await askPasskey(options);
  return passSecondFactor({ method: "passkey", response }).catch(sayOfPasskey);
}
