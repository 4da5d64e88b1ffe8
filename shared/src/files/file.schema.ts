import { z } from "zod";
import { idSchema } from "../fields.ts";

export { MAX_FILE_BYTES, MAX_FILE_NAME, MAX_FILES_PER_REPORT } from "./file.rules.ts";

/** Why a file was refused after its content was looked at; nothing of it is kept, or nobody is given it (`file_infected`). */
export const fileRefusals = [
  "file_empty",
  "file_unsupported",
  "file_broken",
  "file_encrypted",
  "file_too_large",
  "file_too_many_pixels",
  "file_too_many_pages",
  "file_timeout",
  "file_infected",
] as const;
export type FileRefusal = (typeof fileRefusals)[number];

export const fileStatuses = ["uploading", "processing", "ready", "refused"] as const;

/**
 * What is wrong with one page of a file that is shown all the same: its end is missing or damaged, nothing of it could be
 * read (a plain sheet stands in its place), or there is nothing on it.
 */
export const pageFlaws = ["incomplete", "unreadable", "blank"] as const;
export type PageFlaw = (typeof pageFlaws)[number];

/** Links are signed, valid for minutes, and made only after the access check; ask again when they have expired. */
export const filePageSchema = z
  .object({
    display: z.string(),
    thumb: z.string().nullable(),
    width: z.int(),
    height: z.int(),
    flaw: z.enum(pageFlaws).nullable(),
  })
  .meta({ id: "FilePage" });

export const fileSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    bytes: z.int(),
    kind: z.enum(["image", "pdf"]).nullable(),
    status: z.enum(fileStatuses),
    refusal: z.enum(fileRefusals).nullable(),
    /** Upright, metadata-free pictures: one for a photo, one a page for a PDF, several for one that is very long. */
    pages: z.array(filePageSchema),
    /** The unchanged file as a download; only for the account that uploaded it. */
    original: z.string().nullable(),
  })
  .meta({ id: "File" });

/** What a file may belong to: the record of a patient (a report's paper) or a visit (a picture of the chat). */
export const fileSubjects = ["patient", "consultation"] as const;
export interface FileSubject {
  type: (typeof fileSubjects)[number];
  id: string;
}

/**
 * Metadata of a tus upload at `/api/uploads` (tus 1.0.0 with creation, termination and expiration;
 * `Authorization: Bearer`). Exactly one of patientId (a report's file) and consultationId (a chat image) says what it is
 * for. `uploadKey` makes a repeated creation harmless: it answers 201 with the same Location, whose PATCH at 0 answers 409
 * when bytes are there already; ask HEAD and go on (tus-js-client's retry does). The same key with another length or
 * target is `invalid_input`. What is not the caller's, or is gone, answers 403: begin anew.
 */
export const uploadMetadataSchema = z
  .object({
    uploadKey: z.uuid(),
    /** As the phone has it; kept without folders and invisible characters, shortened to `MAX_FILE_NAME`. */
    filename: z.string().min(1).max(1000),
    patientId: idSchema.optional(),
    consultationId: idSchema.optional(),
  })
  .transform(({ uploadKey, filename, ...targets }, context) => {
    const [subject, ...more] = fileSubjects.flatMap((type): FileSubject[] => {
      const id = targets[`${type}Id`];
      return id === undefined ? [] : [{ type, id }];
    });
    if (subject && more.length === 0) return { uploadKey, filename, subject };
    context.addIssue({ code: "custom", message: "required", path: ["patientId"] });
    return z.NEVER;
  });

export type FileInfo = z.infer<typeof fileSchema>;
export type UploadMetadata = z.infer<typeof uploadMetadataSchema>;
