import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema, optionalTextSchema, pageInputSchema, pageOf } from "../fields.ts";
import { diagnosisSchema, noteSchema, planSchema, saveNoteInputSchema, signNoteInputSchema } from "./note.schema.ts";

const tags = ["encounters"];
const one = z.object({ consultationId: idSchema });

export const encountersApi = {
  note: endpoint(["specialist"])
    .route({ method: "GET", path: "/consultations/{consultationId}/note", tags })
    .input(one)
    .output(noteSchema),
  /** What the specialist wrote about this patient in the visit before, as they signed it; null when there was none. */
  lastNote: endpoint(["specialist"])
    .route({ method: "GET", path: "/consultations/{consultationId}/note/last", tags })
    .input(one)
    .output(z.object({ note: noteSchema.nullable() })),
  saveNote: endpoint(["specialist"], ["note_signed", "note_changed", "diagnosis_unknown", "visit_closed"])
    .route({ method: "PUT", path: "/consultations/{consultationId}/note", tags })
    .input(saveNoteInputSchema)
    .output(noteSchema),
  /**
   * Locks and signs the note, ends the visit, fulfils the appointment: all or nothing. Signing again answers the same.
   * Only by one who has just proven who they are: the signature is in their sole control (R34).
   */
  signNote: endpoint(["specialist"], ["note_incomplete", "note_signed", "note_changed", "visit_closed"], {
    fresh: true,
  })
    .route({ method: "POST", path: "/consultations/{consultationId}/note/sign", tags })
    .input(signNoteInputSchema)
    .output(noteSchema),
  /** The signed plan; `not_found` until the note is signed. */
  plan: endpoint(["patient", "specialist"], ["not_found"])
    .route({ method: "GET", path: "/consultations/{consultationId}/plan", tags })
    .input(one)
    .output(planSchema),
  /** Signed plans of all visits of a patient, latest first, for whoever the patient gate lets read them. */
  plansOfPatient: endpoint(["specialist"], ["consent_required"])
    .route({ method: "GET", path: "/patients/{patientId}/plans", tags })
    .input(pageInputSchema.extend({ patientId: idSchema }))
    .output(pageOf(planSchema)),
  searchDiagnoses: endpoint(["specialist"], [], { limit: "search" })
    .route({ method: "GET", path: "/diagnoses", tags })
    .input(z.object({ q: optionalTextSchema(40) }))
    .output(z.array(diagnosisSchema)),
};
