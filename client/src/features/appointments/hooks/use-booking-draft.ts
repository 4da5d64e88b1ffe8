import { useCallback } from "react";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";

export interface BookingDraft {
  patientId: string;
  disease: string;
  diagnosedAt: string;
  message: string;
  /** Reports chosen, by 就诊人: papers belong to a person, and choosing another for a moment loses nothing. */
  proofs: Record<string, string>;
  reports: Record<string, string[]>;
}

const blank: BookingDraft = { patientId: "", disease: "", diagnosedAt: "", message: "", proofs: {}, reports: {} };

export interface BookingDraftState {
  draft: BookingDraft;
  change: (part: Partial<BookingDraft>) => void;
  proofOf: (patientId: string) => string;
  /** Without the proof, which goes by itself. */
  reportsOf: (patientId: string) => string[];
  chooseProof: (patientId: string, reportId: string) => void;
  chooseReports: (patientId: string, reportIds: string[]) => void;
  requestKey: string;
  /** Something went out for this time and no refusal came back: the slot may be taken by nobody but us. */
  sent: boolean;
  setSent: (sent: boolean) => void;
  clear: () => void;
}

/**
 * What is typed is kept by specialist, so it moves along when another time must be chosen. The request key is kept by
 * specialist and start: a repeat for the same time is the same booking, another time is another one.
 */
export function useBookingDraft(specialistId: string, start: string): BookingDraftState {
  const typed = useDraft(`booking.${specialistId}`, blank);
  const attempt = useDraft(`booking.${specialistId}.${start}`, { requestKey: newRequestKey(), sent: false });
  const { draft, change } = typed;
  const proofOf = (patientId: string) => draft.proofs[patientId] ?? "";
  const clearTyped = typed.clear;
  const clearAttempt = attempt.clear;
  return {
    draft,
    change,
    proofOf,
    reportsOf: (patientId) => (draft.reports[patientId] ?? []).filter((id) => id !== proofOf(patientId)),
    chooseProof: (patientId, reportId) => change({ proofs: { ...draft.proofs, [patientId]: reportId } }),
    chooseReports: (patientId, reportIds) => change({ reports: { ...draft.reports, [patientId]: reportIds } }),
    requestKey: attempt.draft.requestKey,
    sent: attempt.draft.sent,
    // Writes the key with it, before the request leaves.
    setSent: (sent) => attempt.change({ requestKey: attempt.draft.requestKey, sent }),
    clear: useCallback(() => {
      clearTyped();
      clearAttempt();
    }, [clearTyped, clearAttempt]),
  };
}
