import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema } from "../fields.ts";
import {
  changePasswordInputSchema,
  demoAccountSchema,
  meSchema,
  sessionSchema,
  signInInputSchema,
  signUpInputSchema,
} from "./account.schema.ts";
import { signInSteps } from "./sign-in.rules.ts";
import { addPatientInputSchema, consentPurposes, consentTextSchema, patientSchema } from "./patient.schema.ts";

const done = z.object({ ok: z.literal(true) });

export const accountsApi = {
  signUp: endpoint("public", ["phone_taken", "password_breached", "code_wrong", "code_expired"], { limit: "sign-in" })
    .route({ method: "POST", path: "/accounts", successStatus: 201, tags: ["accounts"] })
    .input(signUpInputSchema)
    .output(sessionSchema),
  signIn: endpoint("public", ["wrong_credentials"], { limit: "sign-in" })
    .route({ method: "POST", path: "/sessions", successStatus: 201, tags: ["accounts"] })
    .input(signInInputSchema)
    .output(sessionSchema),
  /** Reads the refresh cookie, rotates it, answers a new access token. Needs the `x-fuzhen: 1` header (CSRF). */
  refresh: endpoint("public", ["session_expired"])
    .route({ method: "POST", path: "/sessions/refresh", tags: ["accounts"] })
    .output(sessionSchema),
  signOut: endpoint("public")
    .route({ method: "POST", path: "/sessions/end", tags: ["accounts"] })
    .output(done),
  changePassword: endpoint("signed-in", ["wrong_credentials", "password_breached"], {
    openTo: ["password-change-required", "second-factor-missing"],
  })
    .route({ method: "POST", path: "/accounts/password", tags: ["accounts"] })
    .input(changePasswordInputSchema)
    .output(done),
  me: endpoint("signed-in", [], { openTo: signInSteps })
    .route({ method: "GET", path: "/accounts/me", tags: ["accounts"] })
    .output(meSchema),
  /** Accounts of the demo data with their passwords; empty unless the server runs in demo mode. */
  demoAccounts: endpoint("public")
    .route({ method: "GET", path: "/accounts/demo", tags: ["accounts"] })
    .output(z.array(demoAccountSchema)),

  addPatient: endpoint(["patient"], ["patient_exists", "guardian_consent_required", "relationship_invalid"])
    .route({ method: "POST", path: "/patients", successStatus: 201, tags: ["accounts"] })
    .input(addPatientInputSchema)
    .output(patientSchema),
  myPatients: endpoint(["patient"])
    .route({ method: "GET", path: "/patients", tags: ["accounts"] })
    .output(z.array(patientSchema)),
  patient: endpoint(["patient"], [])
    .route({ method: "GET", path: "/patients/{patientId}", tags: ["accounts"] })
    .input(z.object({ patientId: idSchema }))
    .output(patientSchema),
  consentTexts: endpoint("public")
    .route({ method: "GET", path: "/consent-texts", tags: ["accounts"] })
    .output(z.array(consentTextSchema)),
  grantConsent: endpoint(["patient"], ["consent_outdated"])
    .route({ method: "PUT", path: "/patients/{patientId}/consents/{purpose}", tags: ["accounts"] })
    .input(
      z.object({
        patientId: idSchema,
        purpose: z.enum(consentPurposes),
        version: z.string().max(40),
        textSha256: z.string().max(64),
      }),
    )
    .output(patientSchema),
  withdrawConsent: endpoint(["patient"])
    .route({ method: "DELETE", path: "/patients/{patientId}/consents/{purpose}", tags: ["accounts"] })
    .input(z.object({ patientId: idSchema, purpose: z.enum(consentPurposes) }))
    .output(patientSchema),
};
