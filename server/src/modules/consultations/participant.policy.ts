import type { ParticipantKind } from "@fuzhen/shared/consultations/participant.rules.ts";
import type { Actor } from "../../platform/context.ts";
import { listenerOf, rooms, type Listener } from "../../platform/realtime.ts";

/** Somebody in a visit. Senders, marks and places in a call stand under its id. */
export interface Participant {
  /** Within the visit. The two with whom it begins are called by their kinds, as rows of older releases name them. */
  id: string;
  kind: ParticipantKind;
  who: Listener;
}
type Visit = { participants: readonly Participant[] };

/** Those with whom a visit begins: the patient's account and the specialist of the appointment. */
export const firstParticipants = ({
  accountId,
  specialistId,
}: {
  accountId: string;
  specialistId: string;
}): Participant[] => [
  { id: "patient", kind: "patient", who: { type: "user", id: accountId } },
  { id: "specialist", kind: "specialist", who: { type: "specialist", id: specialistId } },
];

/** As whom the actor takes part in the visit; null for everybody else, whatever their role. */
export function participantIn({ participants }: Visit, actor: Actor | null): Participant | null {
  const listener = listenerOf(actor);
  return participants.find(({ who }) => who.type === listener?.type && who.id === listener.id) ?? null;
}

/** All connections of everybody in the visit, whatever page they are on; nobody else is in these rooms. */
export const roomsOf = ({ participants }: Visit): string[] => participants.map(({ who }) => rooms.of(who));
