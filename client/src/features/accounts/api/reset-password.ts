import type { ResetPasswordInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Sets a new password by the code; every device is signed out by it. */
export const resetPassword = (input: ResetPasswordInput) => api.accounts.resetPassword(input);
