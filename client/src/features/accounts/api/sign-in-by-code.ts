import type { SignInByCodeInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { ApiError, api } from "../../../lib/api/client.ts";
import { setSession } from "../../../lib/session.tsx";

/** `new number`: the code was right and stays good for signing up; the number has no account yet. */
export async function signInByCode(input: SignInByCodeInput): Promise<"signed in" | "new number"> {
  try {
    setSession(await api.accounts.signInByCode(input));
    return "signed in";
  } catch (error) {
    if (error instanceof ApiError && error.code === "sign_up_required") return "new number";
    throw error;
  }
}
