import type { Diagnosis, NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";
import { pickNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import type { FieldError } from "@fuzhen/shared/errors.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { canonicalJson } from "../../platform/signing.ts";
import { findIcd10 } from "../terminology/index.ts";
import type { NoteRecord } from "./note.repo.ts";

/**
 * Diagnoses with the wording of the ICD-10 table (R30), and the specialist's own where there is one; an unknown code is
 * `diagnosis_unknown` at its position.
 */
export function codedDiagnoses(diagnoses: Diagnosis[]): Diagnosis[] {
  const unknown: FieldError[] = [];
  const coded = diagnoses.flatMap(({ code, text = "" }, place) => {
    const entry = findIcd10(code);
    if (!entry) unknown.push({ path: `diagnoses.${place}.code`, code: "diagnosis_unknown" });
    const own = text === "" ? {} : { text: text.toWellFormed() };
    return entry ? [{ code: entry.code, display: entry.display, ...own }] : [];
  });
  if (unknown.length > 0) throw new AppError("diagnosis_unknown", unknown);
  return coded;
}

/** Fields as they were typed or stored. Half of a surrogate pair, which a cut text may end in, has no canonical form: it becomes U+FFFD. */
export const readFields = (from: object): NoteFields =>
  pickNoteFields(
    Object.fromEntries(
      Object.entries(from).map(([name, value]) => [name, typeof value === "string" ? value.toWellFormed() : value]),
    ),
  );

const sealPlace = (noteId: string) => `note:${noteId}`;

export const sealFields = (ctx: Pick<Ctx, "keys">, noteId: string, fields: NoteFields): string =>
  ctx.keys.seal(canonicalJson(fields), sealPlace(noteId));

/** Decrypted fields of a stored note; null when decryption fails, which means that somebody wrote into the database. */
export function openFields(ctx: Pick<Ctx, "keys">, note: Pick<NoteRecord, "id" | "sealedFields">): NoteFields | null {
  try {
    return readFields(JSON.parse(ctx.keys.open(note.sealedFields, sealPlace(note.id))) as object);
  } catch {
    return null;
  }
}

/** Fields of a draft to be continued. A draft that does not decrypt is a fault; it must not be overwritten. */
export function openDraft(ctx: Pick<Ctx, "keys">, note: NoteRecord): NoteFields {
  const fields = openFields(ctx, note);
  if (!fields) throw new Error("the seal of a note does not hold");
  return fields;
}
