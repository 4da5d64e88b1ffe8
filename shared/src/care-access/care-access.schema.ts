import { z } from "zod";
import { consentPurposes } from "../patients/patient.schema.ts";
import {
  daySchema,
  documentNumberSchema,
  idSchema,
  instantSchema,
  personNameSchema,
  requestKeySchema,
  textSchema,
} from "../fields.ts";
import { breakGlassReasons, verdicts } from "./break-glass.rules.ts";

/** What entitles a specialist. The account holder needs nothing: the record is their own. */
export const accessBases = ["appointment", "break-glass"] as const;
export type AccessBasis = (typeof accessBases)[number];

/** Enough words for a reviewer to judge by; one is no reason. */
const accountSchema = textSchema(500).min(10, { error: "too_short" });

export const openBreakGlassInputSchema = z.object({
  requestKey: requestKeySchema,
  name: personNameSchema,
  /** The whole number of any document: who does not have it in hand does not stand before the patient. */
  idNumber: documentNumberSchema,
  reason: z.enum(breakGlassReasons, { error: "required" }),
  account: accountSchema,
});

/** One opening, for the specialist who made it. */
export const breakGlassSchema = z
  .object({
    id: idSchema,
    patient: z.object({ id: idSchema, name: z.string() }),
    reason: z.enum(breakGlassReasons),
    openedAt: instantSchema,
    until: instantSchema,
  })
  .meta({ id: "BreakGlass" });

/** Whom a record belongs to and why the reader sees it; the head of the read-only page. */
export const patientInCareSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    sex: z.enum(["male", "female"]),
    birthDate: daySchema,
    age: z.int(),
    consents: z.array(
      z.object({ purpose: z.enum(consentPurposes), grantedAt: instantSchema, withdrawnAt: instantSchema.nullable() }),
    ),
    basis: z.enum(accessBases),
    /** The emergency opening this access is based on, if it is. */
    breakGlass: z.object({ id: idSchema, until: instantSchema }).nullable(),
  })
  .meta({ id: "PatientInCare" });

/** One opening as its reviewer sees it: the patient by a masked name (least access, R64). */
export const breakGlassCaseSchema = z
  .object({
    id: idSchema,
    specialistName: z.string(),
    patientName: z.string(),
    reason: z.enum(breakGlassReasons),
    account: z.string(),
    openedAt: instantSchema,
    until: instantSchema,
    endedAt: instantSchema.nullable(),
    /** Not reviewed within three days. */
    overdue: z.boolean(),
    review: z
      .object({ verdict: z.enum(verdicts), account: z.string(), reviewerName: z.string(), at: instantSchema })
      .nullable(),
  })
  .meta({ id: "BreakGlassCase" });

export const reviewInputSchema = z.object({
  breakGlassId: idSchema,
  verdict: z.enum(verdicts, { error: "required" }),
  account: accountSchema,
});

export type OpenBreakGlassInput = z.infer<typeof openBreakGlassInputSchema>;
export type BreakGlass = z.infer<typeof breakGlassSchema>;
export type PatientInCare = z.infer<typeof patientInCareSchema>;
export type BreakGlassCase = z.infer<typeof breakGlassCaseSchema>;
export type ReviewInput = z.infer<typeof reviewInputSchema>;
