import { isOpen, type TalkState } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { ParticipantKind } from "@fuzhen/shared/consultations/participant.rules.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";

/** What each may do who takes part. Who is not named here may do nothing. */
const may: Record<ParticipantKind, { send: boolean; call: boolean; writeNote: boolean; readPlan: boolean }> = {
  patient: { send: true, call: true, writeNote: false, readPlan: true },
  specialist: { send: true, call: true, writeNote: true, readPlan: true },
  colleague: { send: true, call: true, writeNote: false, readPlan: true },
  guest: { send: true, call: true, writeNote: false, readPlan: false },
};

/**
 * What this participant may do next; sent along with the visit, with how its talk stands. A visit ends when its note is signed, so a
 * finished visit always has a plan.
 */
export function abilitiesOf(
  kind: ParticipantKind | null,
  { status }: Pick<ConsultationRecord, "status">,
  talk: TalkState,
) {
  const mine = kind && may[kind];
  const open = isOpen(status);
  return {
    send: mine !== null && mine.send && talk !== "closed",
    call: mine !== null && mine.call && open,
    writeNote: mine !== null && mine.writeNote && open,
    readPlan: mine !== null && mine.readPlan && status === "finished",
  };
}
