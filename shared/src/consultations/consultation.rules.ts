/** States of a visit (FHIR Encounter.status; class VR). A visit begins when the specialist opens it. */
export const consultationStatuses = ["in-progress", "finished", "cancelled"] as const;
export type ConsultationStatus = (typeof consultationStatuses)[number];
export const consultationVerbs = ["finish", "stop"] as const;
export type ConsultationVerb = (typeof consultationVerbs)[number];

const moves: Record<ConsultationVerb, Partial<Record<ConsultationStatus, ConsultationStatus>>> = {
  finish: { "in-progress": "finished" },
  stop: { "in-progress": "cancelled" },
};
export const nextConsultationStatus = (from: ConsultationStatus, verb: ConsultationVerb): ConsultationStatus | null =>
  moves[verb][from] ?? null;

/** Calls and the note need an open visit. */
export const isOpen = (status: ConsultationStatus) => status === "in-progress";

/**
 * What may be said in a visit's chat at a moment: all of the visit; or, once its note is signed, questions about it for the time
 * the organisation has set, which make no new visit; or nothing more.
 */
export const talkStates = ["visit", "questions", "closed"] as const;
export type TalkState = (typeof talkStates)[number];
export function talkAt(
  visit: { status: ConsultationStatus; questionsUntil: Date | string | null },
  now: Date,
): TalkState {
  if (isOpen(visit.status)) return "visit";
  const open = visit.status === "finished" && visit.questionsUntil !== null && now < new Date(visit.questionsUntil);
  return open ? "questions" : "closed";
}
/** Until when questions are taken of a visit that ends now; null where the organisation takes none. */
export const questionsUntil = (finishedAt: Date, questionHours: number): Date | null =>
  questionHours > 0 ? new Date(finishedAt.getTime() + questionHours * 3_600_000) : null;

/** `cancelled`: who called gave up before anybody came; `no-answer`: it rang for `RING_MS` and nobody came. */
export const callEndReasons = ["hung-up", "declined", "visit-finished", "cancelled", "no-answer"] as const;
export type CallEndReason = (typeof callEndReasons)[number];
