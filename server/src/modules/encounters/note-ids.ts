import type { ConsultationRecord } from "../consultations/index.ts";
import type { NoteIds } from "./note.facts.ts";
import type { NoteRecord } from "./note.repo.ts";

/** Whom a fact of a note concerns. */
export const noteIdsOf = (visit: ConsultationRecord, note: NoteRecord): NoteIds => ({
  noteId: note.id,
  consultationId: visit.id,
  appointmentId: visit.appointmentId,
  patientId: visit.patientId,
  specialistId: visit.specialistId,
  accountId: visit.accountId,
  version: note.version,
});
