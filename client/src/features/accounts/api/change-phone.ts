import type { ChangePhoneInput, Me } from "@fuzhen/shared/accounts/account.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { getAccessToken, setSession } from "../../../lib/session.tsx";

/** Another number to sign in with; the page shows it at once. */
export async function changePhone(input: ChangePhoneInput): Promise<Me> {
  const me = await api.accounts.changePhone(input);
  setSession({ accessToken: getAccessToken() ?? "", me });
  return me;
}
