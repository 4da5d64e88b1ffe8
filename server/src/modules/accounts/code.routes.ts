import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../http/routes.ts";
import { resetPassword } from "./reset-password.ts";
import { sendCode } from "./send-code.ts";
import { signInByCode } from "./sign-in-by-code.ts";

export const codeRoutes = bindRoutes(contract.codes, { sendCode, signInByCode, resetPassword });
