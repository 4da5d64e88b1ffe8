import { z } from "zod";
import { idSchema } from "@fuzhen/shared/fields.ts";
import { planFieldNames, type PlanFieldName } from "@fuzhen/shared/encounters/note.fields.ts";
import type { Note, Plan } from "@fuzhen/shared/encounters/note.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { cutPage, readCursor } from "../../platform/cursor.ts";
import type { SignedDocument } from "../../platform/documents/signed-document.ts";
import { AppError } from "../../platform/errors.ts";
import { getPatient } from "../patients/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { requireParticipant } from "../consultations/index.ts";
import { getSpecialist } from "../specialists/index.ts";
import { blankNote, presentNote, signaturesOf } from "./note.present.ts";
import { findLastSigned, findNoteOf, listSigned, type NoteRecord } from "./note.repo.ts";
import { requireAuthor } from "./require-author.ts";

export async function getNote(ctx: Ctx, consultationId: string): Promise<Note> {
  const visit = await requireAuthor(ctx, consultationId, "read-note");
  const note = await findNoteOf(visit.id);
  return note ? presentNote(ctx, note) : blankNote(visit.id);
}

/**
 * The specialist's own signed note of the same patient before this visit: all of it, since they wrote it, and no colleague's. Null when
 * there is none.
 */
export async function getLastNote(ctx: Ctx, consultationId: string): Promise<{ note: Note | null }> {
  const visit = await requireAuthor(ctx, consultationId, "read-note");
  const last = await findLastSigned({ ...visit, before: visit.id });
  return { note: last && (await presentNote(ctx, last)) };
}

/**
 * What both sides may read of the signed note (R36). The signature is verified on every read. Code: not_found before it
 * is signed.
 */
export async function getPlan(ctx: Ctx, consultationId: string): Promise<Plan> {
  const { visit } = await requireParticipant(ctx, consultationId, "read-plan");
  const record = await findNoteOf(visit.id);
  const plan = record && (await planOf(ctx, record));
  if (!plan) throw new AppError("not_found");
  return plan;
}

const placeSchema = z.object({ id: idSchema });

/** Plans of all visits of a patient, whoever signed them. Passes the gate. */
export async function plansOfPatient(
  ctx: Ctx,
  { patientId, cursor, limit }: { patientId: string; cursor?: string | undefined; limit: number },
): Promise<{ items: Plan[]; nextCursor: string | null }> {
  await requirePatientAccess(ctx, patientId, "read-plan");
  const notes = await listSigned(patientId, readCursor(placeSchema, cursor)?.id, limit + 1);
  const { items: page, nextCursor } = cutPage(notes, limit, ({ id }) => ({ id }));
  const signatures = await signaturesOf(ctx, page);
  const items: Plan[] = [];
  for (const note of page) {
    const plan = await planOf(ctx, note, signatures);
    if (plan) items.push(plan);
  }
  return { items, nextCursor };
}

/** Null for a draft. */
async function planOf(
  ctx: Ctx,
  record: NoteRecord,
  signatures?: ReadonlyMap<string, SignedDocument>,
): Promise<Plan | null> {
  const note = await presentNote(ctx, record, signatures);
  if (!note.signature) return null;
  const patient = await getPatient(ctx, record.patientId);
  const specialist = await getSpecialist(record.specialistId);
  return {
    consultationId: record.consultationId,
    patientName: patient?.name ?? "",
    specialistId: record.specialistId,
    specialistName: specialist?.name ?? note.signature.signerName,
    organizationName: specialist?.organizationName ?? "",
    departmentName: specialist?.departmentName ?? "",
    ...planFieldsOf(note),
    signature: note.signature,
  };
}

const planFieldsOf = (note: Note): Pick<Note, PlanFieldName> =>
  Object.fromEntries(planFieldNames.map((name) => [name, note[name]])) as Pick<Note, PlanFieldName>;
