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
import { correctableFields } from "./correction.rules.ts";
import { documentTypes } from "./identity-document.rules.ts";
import { relationships, sexes } from "./patient.schema.ts";

/** What is left out stays as it is. */
export const correctPatientInputSchema = z.object({
  patientId: idSchema,
  requestKey: requestKeySchema,
  name: personNameSchema.optional(),
  documentType: z.enum(documentTypes).optional(),
  /** The whole number, since only a masked one is ever shown. */
  idNumber: documentNumberSchema.optional(),
  birthDate: daySchema.optional(),
  sex: z.enum(sexes).optional(),
  relationship: z.enum(relationships, { error: "required" }).optional(),
  /** Null takes it away. */
  phone: phoneSchema.nullable().optional(),
  /** Where the correction makes the person a child (R8). */
  guardianConsent: z.boolean().default(false),
});

/** One correction as the account holder sees it: numbers masked, as everywhere. */
export const correctionSchema = z
  .object({
    version: z.int(),
    at: instantSchema,
    changes: z.array(z.object({ field: z.enum(correctableFields), from: z.string(), to: z.string() })),
  })
  .meta({ id: "Correction" });

export type CorrectPatientInput = z.infer<typeof correctPatientInputSchema>;
export type Correction = z.infer<typeof correctionSchema>;
