import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { listDemoAccounts, readMe } from "./account.reads.ts";
import { changePassword } from "./change-password.ts";
import { changePhone } from "./change-phone.ts";
import { confirm } from "./confirm-session.ts";
import { passSecondFactor } from "./pass-second-factor.ts";
import { refreshSession } from "./refresh-session.ts";
import { resetPassword } from "./reset-password.ts";
import { signInByCode } from "./sign-in-by-code.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { signUp } from "./sign-up.ts";

export const routes = bindRoutes(contract.accounts, {
  signUp,
  signIn,
  refresh: refreshSession,
  signOut,
  changePassword,
  changePhone,
  me: readMe,
  demoAccounts: listDemoAccounts,
  passSecondFactor,
  confirm,
  signInByCode,
  resetPassword,
});
