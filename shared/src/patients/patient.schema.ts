import { z } from "zod";
import {
  daySchema,
  documentNumberSchema,
  idSchema,
  instantSchema,
  personNameSchema,
  phoneSchema,
  requestKeySchema,
} from "../fields.ts";
import { documentTypes } from "./identity-document.rules.ts";

/** How the 就诊人 stands to the account holder who acts for them (FHIR RelatedPerson.relationship, R8). */
export const relationships = ["self", "spouse", "parent", "child", "grandparent", "sibling", "other"] as const;
export const sexes = ["male", "female"] as const;

export const addPatientInputSchema = z.object({
  requestKey: requestKeySchema,
  name: personNameSchema,
  documentType: z.enum(documentTypes).default("resident-id"),
  /** Of the document (`identity-document.rules.ts`); empty for a newborn, who has none yet. */
  idNumber: documentNumberSchema,
  /** Asked for where the number does not tell; else what the number says counts. */
  birthDate: daySchema.optional(),
  sex: z.enum(sexes).optional(),
  relationship: z.enum(relationships, { error: "required" }),
  phone: phoneSchema.optional(),
  /** Needed below 14 years (R8, PIPL Art. 31). */
  guardianConsent: z.boolean().default(false),
});

export const consentPurposes = ["health-data", "telehealth"] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

export const consentSchema = z
  .object({
    purpose: z.enum(consentPurposes),
    version: z.string(),
    textSha256: z.string(),
    grantedAt: instantSchema,
    withdrawnAt: instantSchema.nullable(),
    current: z.boolean(),
  })
  .meta({ id: "Consent" });

export const patientSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    documentType: z.enum(documentTypes),
    /** Empty for a newborn, who has no number yet. */
    idNumberMasked: z.string(),
    birthDate: daySchema,
    /** Whole years today, hospital zone. */
    age: z.int(),
    sex: z.enum(sexes),
    relationship: z.enum(relationships),
    phone: z.string().nullable(),
    consents: z.array(consentSchema),
    /** Purposes still to be consented to (or again, after a new version) before a visit can be booked (R9, R53). */
    consentsMissing: z.array(z.enum(consentPurposes)),
  })
  .meta({ id: "Patient" });

export const consentTextSchema = z
  .object({
    purpose: z.enum(consentPurposes),
    version: z.string(),
    title: z.string(),
    body: z.array(z.string()),
    sha256: z.string(),
  })
  .meta({ id: "ConsentText" });

export type AddPatientInput = z.infer<typeof addPatientInputSchema>;
export type Consent = z.infer<typeof consentSchema>;
export type Patient = z.infer<typeof patientSchema>;
export type ConsentText = z.infer<typeof consentTextSchema>;
