import type { ChangePasswordInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { api } from "../../../lib/api/client.ts";

export const changePassword = (input: ChangePasswordInput) => api.accounts.changePassword(input);
