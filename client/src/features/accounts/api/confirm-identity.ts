import type { ConfirmInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { askPasskey, sayOfPasskey } from "../../../lib/passkey.ts";

/** Proves again who one is; calls that require a fresh proof are then allowed for some minutes. */
export const confirmIdentity = (input: ConfirmInput) => api.accounts.confirm(input);

export async function confirmByPasskey() {
  const { options } = await api.factors.passkeyOptions();
  const response = await askPasskey(options);
  return confirmIdentity({ method: "passkey", response }).catch(sayOfPasskey);
}
