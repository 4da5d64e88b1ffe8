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

/** Messages and calls need an open visit. */
export const isOpen = (status: ConsultationStatus) => status === "in-progress";

export const participantRoles = ["patient", "specialist"] as const;
export type ParticipantRole = (typeof participantRoles)[number];

export const callEndReasons = ["hung-up", "declined", "visit-finished"] as const;
export type CallEndReason = (typeof callEndReasons)[number];
