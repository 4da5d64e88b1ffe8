import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../http/routes.ts";
import { listDemoAccounts, readMe } from "./account.reads.ts";
import { addPatient } from "./add-patient.ts";
import { changePassword } from "./change-password.ts";
import { grantConsent } from "./grant-consent.ts";
import { listConsentTexts, listMyPatients, readPatient } from "./patient.reads.ts";
import { refreshSession } from "./refresh-session.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { signUp } from "./sign-up.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

export const routes = bindRoutes(contract.accounts, {
  signUp,
  signIn,
  refresh: refreshSession,
  signOut,
  changePassword,
  me: readMe,
  demoAccounts: listDemoAccounts,
  addPatient,
  myPatients: listMyPatients,
  patient: readPatient,
  consentTexts: listConsentTexts,
  grantConsent,
  withdrawConsent,
});
