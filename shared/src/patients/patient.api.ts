import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema } from "../fields.ts";
import { addPatientInputSchema, consentPurposes, consentTextSchema, patientSchema } from "./patient.schema.ts";

/** The 就诊人 of an account and what they consented to. */
export const patientsApi = {
  addPatient: endpoint(
    ["patient"],
    ["patient_exists", "patient_limit", "guardian_consent_required", "relationship_invalid"],
  )
    .route({ method: "POST", path: "/patients", successStatus: 201, tags: ["patients"] })
    .input(addPatientInputSchema)
    .output(patientSchema),
  myPatients: endpoint(["patient"])
    .route({ method: "GET", path: "/patients", tags: ["patients"] })
    .output(z.array(patientSchema)),
  patient: endpoint(["patient"], [])
    .route({ method: "GET", path: "/patients/{patientId}", tags: ["patients"] })
    .input(z.object({ patientId: idSchema }))
    .output(patientSchema),
  consentTexts: endpoint("public")
    .route({ method: "GET", path: "/consent-texts", tags: ["patients"] })
    .output(z.array(consentTextSchema)),
  grantConsent: endpoint(["patient"], ["consent_outdated"])
    .route({ method: "PUT", path: "/patients/{patientId}/consents/{purpose}", tags: ["patients"] })
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
    .route({ method: "DELETE", path: "/patients/{patientId}/consents/{purpose}", tags: ["patients"] })
    .input(z.object({ patientId: idSchema, purpose: z.enum(consentPurposes) }))
    .output(patientSchema),
};
