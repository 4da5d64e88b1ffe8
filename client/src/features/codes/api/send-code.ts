import type { SendCodeInput } from "@fuzhen/shared/codes/code.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** A code by text message to that number; the answer is the same whether it has an account or not. */
export const sendCode = (input: SendCodeInput) => api.codes.sendCode(input);
