import type { ConsultationStatus } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { systemContext, type Ctx, type User } from "../../platform/context.ts";
import { rooms, type BroadcastTable, type Delivery } from "../../platform/realtime.ts";
import { findActiveCall, type CallRecord } from "./call.repo.ts";
import type { VisitIds } from "./consultation.facts.ts";
import { presentCall } from "./consultation.present.ts";
import { findConsultation, type ConsultationRecord } from "./consultation.repo.ts";
import type { AtHand } from "./message-facts.ts";
import { presentMessage, presentText } from "./message.present.ts";
import { findMessage, type MessageRecord } from "./message.repo.ts";
import { roomsOf } from "./participant.policy.ts";

const toAll = (visit: ConsultationRecord, delivery: (room: string) => Delivery): Delivery[] =>
  roomsOf(visit).map(delivery);

async function statusTold({ consultationId }: VisitIds, status: ConsultationStatus): Promise<Delivery[]> {
  const visit = await findConsultation(consultationId);
  if (!visit) return [];
  return toAll(visit, (room) => ({ room, event: "consultation:changed", payload: { consultationId, status } }));
}

const callChanged = (visit: ConsultationRecord, call: CallRecord | null): Delivery[] => {
  const payload = { consultationId: visit.id, call: call && presentCall(call) };
  return toAll(visit, (room) => ({ room, event: "call:changed", payload }));
};

/**
 * The call as it stands now, so that facts delivered late do not ring for what is over. Once it is over nothing is told here:
 * `call:ended` tells that, with the reason, and whoever heard of the end before would take it for a hanging up.
 */
export async function callTold(visit: ConsultationRecord): Promise<Delivery[]> {
  const call = await findActiveCall(visit.id);
  return call ? callChanged(visit, call) : [];
}

async function callToldOf({ consultationId }: VisitIds): Promise<Delivery[]> {
  const visit = await findConsultation(consultationId);
  return visit ? callTold(visit) : [];
}

/** To the room of its visit. */
export function entryTold(ctx: Ctx, message: MessageRecord): Delivery | Promise<Delivery> {
  const told = {
    room: rooms.consultation(message.consultationId),
    event: "message:created",
    place: message.seq,
  } as const;
  if (!message.fileId) return { ...told, payload: presentText(ctx, message) };
  // Links to pictures are personal, so everybody gets their own payload.
  const payloadFor = (actor: User) => presentMessage({ ...ctx, actor }, message);
  return presentMessage(ctx, message).then((payload) => ({ ...told, payload, payloadFor }));
}

/** To the room, and to the lists of everybody in the visit wherever they are not in it. */
function messageTold(ctx: Ctx, { message, visit }: AtHand): Delivery[] | Promise<Delivery[]> {
  const { consultationId } = message;
  const room = rooms.consultation(consultationId);
  const hints = toAll(visit, (own) => ({
    room: own,
    except: room,
    event: "conversation:changed",
    payload: { consultationId },
  }));
  const told = entryTold(ctx, message);
  return told instanceof Promise ? told.then((entry) => [entry, ...hints]) : [told, ...hints];
}

export const broadcast: BroadcastTable = {
  "consultation:opened": ({ data }) => statusTold(data, "in-progress"),
  "consultation:finished": ({ data }) => statusTold(data, "finished"),
  "message:created": ({ data, requestId, atHand }, services) => {
    const ctx = systemContext(services, "consultations:broadcast", requestId);
    const told = (found: AtHand | null) => (found ? messageTold(ctx, found) : []);
    // Only where another process, or a crash, has left the telling to this one.
    return atHand === undefined ? findAtHand(data).then(told) : told(atHand as AtHand);
  },
  "message:flagged": async ({ data: { consultationId } }) => {
    const visit = await findConsultation(consultationId);
    const treating = visit?.participants.filter(({ kind }) => kind === "specialist") ?? [];
    return treating.map(({ who }) => ({
      room: rooms.of(who),
      event: "conversation:flagged",
      payload: { consultationId },
    }));
  },
  "call:started": ({ data }) => callToldOf(data),
  "call:answered": ({ data }) => callToldOf(data),
  "call:ended": async ({ data: { consultationId, reason } }) => {
    const room = rooms.consultation(consultationId);
    const ended: Delivery = { room, event: "call:ended", payload: { consultationId, reason } };
    const visit = await findConsultation(consultationId);
    return [ended, ...(visit ? callChanged(visit, await findActiveCall(consultationId)) : [])];
  },
};

async function findAtHand({ messageId, consultationId }: VisitIds & { messageId: string }): Promise<AtHand | null> {
  const [message, visit] = [await findMessage(messageId), await findConsultation(consultationId)];
  return message && visit && { message, visit };
}
