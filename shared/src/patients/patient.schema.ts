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

/** How the 就诊人 stands to the account holder who acts for them (FHIR RelatedPerson.relationship, R8). */
export const relationships = ["self", "spouse", "parent", "child", "grandparent", "sibling", "other"] as const;
export const sexes = ["male", "female"] as const;

export const addPatientInputSchema = z.object({
  requestKey: requestKeySchema,
  name: personNameSchema,
  /** 18 characters; birth date and sex are read from it (`id-number.rules.ts`). */
  idNumber: documentNumberSchema,
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
export type Patient = z.infer<typeof patientSchema>;
export type ConsentText = z.infer<typeof consentTextSchema>;
