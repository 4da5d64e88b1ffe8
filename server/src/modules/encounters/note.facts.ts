export interface NoteIds {
  noteId: string;
  consultationId: string;
  appointmentId: string;
  patientId: string;
  specialistId: string;
  /** User who owns the patient. */
  accountId: string;
  version: number;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "note:saved": NoteIds;
    "note:signed": NoteIds;
  }
}
