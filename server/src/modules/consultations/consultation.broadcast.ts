import type { ConsultationStatus } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { systemContext, type Actor, type Services } from "../../platform/context.ts";
import { rooms, type BroadcastTable, type Delivery } from "../../platform/realtime.ts";
import { findActiveCall } from "./call.repo.ts";
import type { VisitIds } from "./consultation.facts.ts";
import { findConsultation } from "./consultation.repo.ts";
import { presentCall } from "./consultation.present.ts";
import { presentMessage } from "./message.present.ts";
import { findMessage } from "./message.repo.ts";

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

/** The call as it stands now, so that facts delivered late do not ring for what is over. */
export async function callTold(
  data: Pick<VisitIds, "consultationId" | "accountId" | "specialistId">,
): Promise<Delivery[]> {
  const call = await findActiveCall(data.consultationId);
  const payload = { consultationId: data.consultationId, call: call && presentCall(call) };
  return bothSides(data).map((room) => ({ room, event: "call:changed", payload }));
}

export const broadcast: BroadcastTable = {
  "consultation:opened": ({ data }) => statusTold(data, "in-progress"),
  "consultation:finished": ({ data }) => statusTold(data, "finished"),
  async "message:created"({ data, requestId }, services: Services) {
    const message = await findMessage(data.messageId);
    if (!message) return [];
    const ctx = systemContext(services, requestId);
    const payload = await presentMessage(ctx, message);
    // Links to pictures are personal, so each side gets its own payload.
    const payloadFor = (actor: Actor) => presentMessage({ ...ctx, actor }, message);
    const { consultationId } = data;
    return [
      {
        room: rooms.consultation(consultationId),
        event: "message:created",
        payload,
        ...(message.fileId ? { payloadFor } : {}),
      },
      ...bothSides(data).map((room): Delivery => ({
        room,
        event: "conversation:changed",
        payload: { consultationId },
      })),
    ];
  },
  async "message:marked"({ data: { consultationId, role, ...marks } }) {
    const visit = await findConsultation(consultationId);
    const own = visit && (role === "patient" ? rooms.user(visit.accountId) : rooms.specialist(visit.specialistId));
    return [
      { room: rooms.consultation(consultationId), event: "message:marked", payload: { consultationId, role, marks } },
      // The reader's other devices, whatever they show: what was read here is unread nowhere.
      ...(own ? [{ room: own, event: "conversation:changed", payload: { consultationId } } as const] : []),
    ];
  },
  "call:started": ({ data }) => callTold(data),
  "call:answered": ({ data }) => callTold(data),
  "call:ended": async ({ data }) => [
    {
      room: rooms.consultation(data.consultationId),
      event: "call:ended",
      payload: { consultationId: data.consultationId, reason: data.reason },
    },
    ...(await callTold(data)),
  ],
};
