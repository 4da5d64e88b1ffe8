import { useCallback } from "react";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";

export interface BookingDraft {
  patientId: string;
  disease: string;
  diagnosedAt: string;
  message: string;
  /** Chosen reports by 就诊人: reports belong to one person, and switching to another for a moment loses nothing. */
  proofs: Record<string, string>;
  reports: Record<string, string[]>;
  /** By 就诊人: what was taken over from their last visit, and when that was. */
  filled: Record<string, { disease: string; diagnosedAt: string; at: string }>;
}

export const blankBooking: BookingDraft = {
  patientId: "",
  disease: "",
  diagnosedAt: "",
  message: "",
  proofs: {},
  reports: {},
  filled: {},
};

export interface BookingDraftState {
  draft: BookingDraft;
  change: (part: Partial<BookingDraft>) => void;
  /** Takes over from the last visit: nothing that was typed. */
  give: (part: Partial<BookingDraft>) => void;
  proofOf: (patientId: string) => string;
  /** Without the proof, which is sent in a field of its own. */
  reportsOf: (patientId: string) => string[];
  chooseProof: (patientId: string, reportId: string) => void;
  chooseReports: (patientId: string, reportIds: string[]) => void;
  requestKey: string;
  /** A request was sent for this time and was not refused, so the slot may be taken by our own booking. */
  sent: boolean;
  setSent: (sent: boolean) => void;
  clear: () => void;
}

/**
 * What is typed is kept per specialist, so it survives choosing another time. The request key is kept per specialist
 * and start time: repeating the same time is the same booking, another time is another booking.
 */
export function useBookingDraft(specialistId: string, start: string): BookingDraftState {
  const typed = useDraft(`booking.${specialistId}`, blankBooking);
  const attempt = useDraft(`booking.${specialistId}.${start}`, { requestKey: newRequestKey(), sent: false });
  const { draft, change, give } = typed;
  const proofOf = (patientId: string) => draft.proofs[patientId] ?? "";
  const clearTyped = typed.clear;
  const clearAttempt = attempt.clear;
  return {
    draft,
    change,
    give,
    proofOf,
    reportsOf: (patientId) => (draft.reports[patientId] ?? []).filter((id) => id !== proofOf(patientId)),
    chooseProof: (patientId, reportId) => change({ proofs: { ...draft.proofs, [patientId]: reportId } }),
    chooseReports: (patientId, reportIds) => change({ reports: { ...draft.reports, [patientId]: reportIds } }),
    requestKey: attempt.draft.requestKey,
    sent: attempt.draft.sent,
    // Stores the key before the request is sent.
    setSent: (sent) => attempt.change({ requestKey: attempt.draft.requestKey, sent }),
    clear: useCallback(() => {
      clearTyped();
      clearAttempt();
    }, [clearTyped, clearAttempt]),
  };
}
