import type { CallEndReason } from "@fuzhen/shared/consultations/consultation.rules.ts";

/** Whom a fact of a visit concerns: ids, so that other slices need not look them up. */
export interface VisitIds {
  consultationId: string;
  appointmentId: string;
  patientId: string;
  specialistId: string;
  /** User who owns the patient. */
  accountId: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "consultation:opened": VisitIds;
    "consultation:finished": VisitIds;
    "message:created": VisitIds & { messageId: string; seq: number };
    /** Words of a patient that may be an emergency. */
    "message:flagged": VisitIds & { seq: number };
    /** `startedBy` a participant; missing in facts of older releases, like `answered`. */
    "call:started": VisitIds & { callId: string; startedBy?: string };
    /** Another than who began it has taken it. `participantId` is missing in facts of older releases. */
    "call:answered": VisitIds & { callId: string; participantId?: string };
    "call:ended": VisitIds & { callId: string; reason: CallEndReason; startedBy?: string; answered?: boolean };
  }
}
