import { z } from "zod";
import { idSchema, instantSchema, optionalTextSchema, requestKeySchema } from "../fields.ts";
import {
  DIAGNOSIS_TEXT_MOST,
  isTextField,
  noteFieldNames,
  noteFieldRows,
  planFieldNames,
  type Diagnosis,
  type NoteFieldName,
  type PlanFieldName,
  type TextFieldName,
} from "./note.fields.ts";

export const diagnosisSchema = z
  .object({
    code: z.string().regex(/^[A-Z]\d{2}(\.\d{1,2})?$/, { error: "diagnosis_unknown" }),
    display: z.string().max(200),
    text: optionalTextSchema(DIAGNOSIS_TEXT_MOST).optional(),
  })
  .meta({ id: "Diagnosis" }) satisfies z.ZodType<Diagnosis>;

const textOf = (most: number) => optionalTextSchema(most);
const diagnosesOf = (most: number) => z.array(diagnosisSchema).max(most, { error: "too_many" });
type Shape = {
  [Name in NoteFieldName]: ReturnType<Name extends TextFieldName ? typeof textOf : typeof diagnosesOf>;
};
const shape = Object.fromEntries(
  noteFieldNames.map((name) => {
    const { most } = noteFieldRows[name];
    return [name, isTextField(name) ? textOf(most) : diagnosesOf(most)];
  }),
) as Shape;

/** Fields of the note (病历, R30). A draft may be incomplete; signing may not. */
export const noteFieldsSchema = z.object(shape);
const planShape = Object.fromEntries(planFieldNames.map((name) => [name, shape[name]])) as Pick<Shape, PlanFieldName>;

export const signatureSchema = z
  .object({
    /** 签名编号: of this signature alone. */
    number: z.string(),
    algorithm: z.literal("Ed25519"),
    keyId: z.string(),
    value: z.string(),
    contentSha256: z.string(),
    signedAt: instantSchema,
    signerName: z.string(),
    valid: z.boolean(),
  })
  .meta({ id: "Signature" });

export const noteSchema = z
  .object({
    consultationId: idSchema,
    ...noteFieldsSchema.shape,
    status: z.enum(["draft", "final"]),
    version: z.int(),
    updatedAt: instantSchema.nullable(),
    signature: signatureSchema.nullable(),
  })
  .meta({ id: "EncounterNote" });

/** What the patient carries home: the signed note's diagnoses and plan with who signed it. */
export const planSchema = z
  .object({
    consultationId: idSchema,
    patientName: z.string(),
    specialistId: idSchema,
    specialistName: z.string(),
    organizationName: z.string(),
    departmentName: z.string(),
    ...planShape,
    signature: signatureSchema,
  })
  .meta({ id: "Plan" });

export const saveNoteInputSchema = noteFieldsSchema.extend({
  consultationId: idSchema,
  expectedVersion: z.int().min(0),
  /** Of the page that saves: what it saves without a long pause is one editing session (R33). */
  editingId: requestKeySchema.optional(),
});
/** Signs exactly the version that the specialist has before their eyes. */
export const signNoteInputSchema = z.object({ consultationId: idSchema, expectedVersion: z.int().min(1) });

export type Note = z.infer<typeof noteSchema>;
export type Plan = z.infer<typeof planSchema>;
export type SaveNoteInput = z.infer<typeof saveNoteInputSchema>;
