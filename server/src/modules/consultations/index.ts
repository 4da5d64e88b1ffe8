import "./consultation.facts.ts";
import type { ServerModule } from "../module.ts";
import { activity } from "./activity.ts";
import { consultationChecks } from "./consultation-checks.repo.ts";
import { broadcast } from "./consultation.broadcast.ts";
import { commands } from "./consultation.commands.ts";
import { routes } from "./consultation.routes.ts";
import { flags } from "./flag-messages.ts";
import { messageFacts } from "./message-facts.ts";
import { ringOut } from "./ring-out.ts";
import { roomRights } from "./room-rights.ts";
import { speakerOf } from "./require-participant.ts";
import { timelineOrder } from "./timeline-order.ts";

export type { VisitIds } from "./consultation.facts.ts";
export { getMessages } from "./consultation.reads.ts";
export { findCall as getCall } from "./call.repo.ts";
export { findConsultation as getConsultation, findConsultations as getConsultations } from "./consultation.repo.ts";
export { lastSeqOf, talkedSince, unreadIn } from "./unread.reads.ts";
export type { ConsultationRecord } from "./consultation.repo.ts";
export { finishConsultation } from "./finish-consultation.ts";
export { participantOf, requireParticipant } from "./require-participant.ts";

export const consultationsModule: ServerModule = {
  routes: { consultations: routes },
  broadcast,
  commands,
  roomRights,
  orderedRooms: timelineOrder,
  consumers: [activity, flags],
  carriers: [messageFacts],
  uploadTargets: { consultation: speakerOf },
  workers: [ringOut],
  checks: consultationChecks,
};
