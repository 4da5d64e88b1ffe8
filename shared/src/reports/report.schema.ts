import { z } from "zod";
import { daySchema, idSchema, instantSchema, requestKeySchema, textSchema } from "../fields.ts";
import { fileSchema, MAX_FILES_PER_REPORT } from "../files/file.schema.ts";

/** `diagnosis-proof`: 门诊病历, 住院病历, 出院小结 or 诊断证明 that shows the in-person diagnosis (R11). */
export const reportCategories = ["laboratory", "imaging", "diagnosis-proof", "other"] as const;

/** What a person writes down of a paper. */
const described = {
  category: z.enum(reportCategories, { error: "required" }),
  title: textSchema(80),
  /** Day on the paper; not in the future. */
  issuedOn: daySchema,
  /** Issuing hospital, as printed. */
  performer: textSchema(80),
};
/** How often it may be corrected. */
export const MAX_CORRECTIONS = 20;

export const addReportInputSchema = z.object({
  requestKey: requestKeySchema,
  patientId: idSchema,
  ...described,
  fileIds: z.array(idSchema).min(1, { error: "files_required" }).max(MAX_FILES_PER_REPORT, { error: "too_many" }),
});

export const correctReportInputSchema = z.object({
  reportId: idSchema,
  /** The version the person has seen. */
  expectedVersion: z.int().min(1),
  ...described,
});

/** What stood there before a correction. */
export const earlierReportSchema = z.object({
  category: z.enum(reportCategories),
  title: z.string(),
  issuedOn: daySchema,
  performer: z.string(),
  /** When it was corrected. */
  until: instantSchema,
});

export const reportSchema = z
  .object({
    id: idSchema,
    patientId: idSchema,
    category: z.enum(reportCategories),
    title: z.string(),
    issuedOn: daySchema,
    performer: z.string(),
    /** FHIR DiagnosticReport.status; a hidden report is entered-in-error and kept as the law asks (R32). */
    status: z.enum(["final", "entered-in-error"]),
    files: z.array(fileSchema),
    createdAt: instantSchema,
    /** 1, and one more with each correction (R55). */
    version: z.int(),
    /** What was corrected, the oldest first. */
    earlier: z.array(earlierReportSchema),
    abilities: z.object({ hide: z.boolean(), correct: z.boolean() }),
  })
  .meta({ id: "DiagnosticReport" });

export type AddReportInput = z.infer<typeof addReportInputSchema>;
export type CorrectReportInput = z.infer<typeof correctReportInputSchema>;
export type Report = z.infer<typeof reportSchema>;
