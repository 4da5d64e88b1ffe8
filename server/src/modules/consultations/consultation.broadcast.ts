import type { ConsultationStatus } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { systemContext, type Actor, type Ctx } from "../../platform/context.ts";
import { rooms, type BroadcastTable, type Delivery } from "../../platform/realtime.ts";
import { findActiveCall, type CallRecord } from "./call.repo.ts";
import type { VisitIds } from "./consultation.facts.ts";
import { presentCall } from "./consultation.present.ts";
import { presentMessage, presentText } from "./message.present.ts";
import { findMessage, type MessageRecord } from "./message.repo.ts";

/** All connections of both sides, whatever page they are on; nobody else is in these rooms. */
const bothSides = ({ accountId, specialistId }: Pick<VisitIds, "accountId" | "specialistId">) => [
  rooms.user(accountId),
  rooms.specialist(specialistId),
];

const statusTold = (data: VisitIds, status: ConsultationStatus): Delivery[] =>
  bothSides(data).map((room) => ({
    room,
    event: "consultation:changed",
    payload: { consultationId: data.consultationId, status },
  }));

type Told = Pick<VisitIds, "consultationId" | "accountId" | "specialistId">;

const callChanged = (data: Told, call: CallRecord | null): Delivery[] => {
  const payload = { consultationId: data.consultationId, call: call && presentCall(call) };
  return bothSides(data).map((room) => ({ room, event: "call:changed", payload }));
};

/**
 * The call as it stands now, so that facts delivered late do not ring for what is over. Once it is over nothing is told here:
 * `call:ended` tells that, with the reason, and whoever heard of the end before would take it for a hanging up.
 */
export async function callTold(data: Told): Promise<Delivery[]> {
  const call = await findActiveCall(data.consultationId);
  return call ? callChanged(data, call) : [];
}

/** To the room, and to the lists of both sides wherever they are not in it. */
function messageTold(ctx: Ctx, message: MessageRecord, data: VisitIds): Delivery[] | Promise<Delivery[]> {
  const { consultationId } = message;
  const room = rooms.consultation(consultationId);
  const event = "message:created";
  const hints = bothSides(data).map((side): Delivery => ({
    room: side,
    except: room,
    event: "conversation:changed",
    payload: { consultationId },
  }));
  if (!message.fileId) return [{ room, event, payload: presentText(ctx, message) }, ...hints];
  // Links to pictures are personal, so each side gets its own payload.
  const payloadFor = (actor: Actor) => presentMessage({ ...ctx, actor }, message);
  return presentMessage(ctx, message).then((payload) => [{ room, event, payload, payloadFor }, ...hints]);
}

export const broadcast: BroadcastTable = {
  "consultation:opened": ({ data }) => statusTold(data, "in-progress"),
  "consultation:finished": ({ data }) => statusTold(data, "finished"),
  "message:created": ({ data, requestId, atHand }, services) => {
    const ctx = systemContext(services, requestId);
    const told = (message: MessageRecord | null) => (message ? messageTold(ctx, message, data) : []);
    // Only where another process, or a crash, has left the telling to this one.
    return atHand === undefined ? findMessage(data.messageId).then(told) : told(atHand as MessageRecord);
  },
  "call:started": ({ data }) => callTold(data),
  "call:answered": ({ data }) => callTold(data),
  "call:ended": async ({ data }) => [
    {
      room: rooms.consultation(data.consultationId),
      event: "call:ended",
      payload: { consultationId: data.consultationId, reason: data.reason },
    },
    ...callChanged(data, await findActiveCall(data.consultationId)),
  ],
};
