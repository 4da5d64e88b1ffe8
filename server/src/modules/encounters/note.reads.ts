import type { Note, Plan } from "@fuzhen/shared/encounters/note.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { getPatient } from "../accounts/index.ts";
import { requireParticipant } from "../consultations/index.ts";
import { getSpecialist } from "../specialists/index.ts";
import { blankNote, presentNote } from "./note.present.ts";
import { findNoteOf } from "./note.repo.ts";
import { requireAuthor } from "./require-author.ts";

export async function getNote(ctx: Ctx, consultationId: string): Promise<Note> {
  const visit = await requireAuthor(ctx, consultationId);
  const note = await findNoteOf(visit.id);
  return note ? presentNote(ctx, note) : blankNote(visit.id);
}

/** What both sides may read of the signed note (R36), the signature checked on every read. Code: not_found before. */
export async function getPlan(ctx: Ctx, consultationId: string): Promise<Plan> {
  const { visit } = await requireParticipant(ctx, consultationId);
  const record = await findNoteOf(visit.id);
  if (!record) throw new AppError("not_found");
  const note = await presentNote(ctx, record);
  if (!note.signature) throw new AppError("not_found");
  const patient = await getPatient(ctx, visit.patientId);
  const specialist = await getSpecialist(visit.specialistId);
  return {
    consultationId: visit.id,
    patientName: patient?.name ?? "",
    specialistName: specialist?.name ?? note.signature.signerName,
    organizationName: specialist?.organizationName ?? "",
    departmentName: specialist?.departmentName ?? "",
    diagnoses: note.diagnoses,
    chiefComplaint: note.chiefComplaint,
    plan: note.plan,
    signature: note.signature,
  };
}
