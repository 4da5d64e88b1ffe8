/**
 * Who takes part in a visit (FHIR Encounter.participant.type): the patient's account, the specialist whose visit it is, a guest by
 * link, another specialist.
 */
export const participantKinds = ["patient", "specialist", "guest", "colleague"] as const;
export type ParticipantKind = (typeof participantKinds)[number];

/** As whom the reader of a visit takes part in it. */
export const meIn = <P extends { self: boolean }>({ participants }: { participants: readonly P[] }): P | null =>
  participants.find(({ self }) => self) ?? null;

export const othersIn = <P extends { self: boolean }>({ participants }: { participants: readonly P[] }): P[] =>
  participants.filter(({ self }) => !self);
