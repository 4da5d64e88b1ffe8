import type { Services } from "../../platform/context.ts";
import { rooms, type BroadcastTable, type Delivery } from "../../platform/realtime.ts";
import { queue, type AppointmentFact } from "../appointments/index.ts";
import { waitingFacts, type WaitingFact } from "./waiting.facts.ts";

/** What else moves the queue: whoever comes, goes, or whose visit begins or ends. */
const moving = [
  ...waitingFacts,
  "appointment:checked-in",
  "appointment:cancelled",
  "appointment:restored",
  "appointment:opened",
  "appointment:fulfilled",
  "appointment:missed",
] as const;

/** Everybody who waits for this specialist, and the specialist: their places may have changed. It says nothing of whom it was. */
const moved = async ({ data }: { data: AppointmentFact | WaitingFact }, { now }: Services): Promise<Delivery[]> => {
  const { specialistId, accountId } = data;
  const waiting = await queue.waitingFor(specialistId, now());
  const accounts = new Set([accountId, ...waiting.map((row) => row.accountId)]);
  const payload = { specialistId };
  return [
    { room: rooms.specialist(specialistId), event: "waiting:changed", payload },
    ...[...accounts].map((account) => ({ room: rooms.user(account), event: "waiting:changed" as const, payload })),
  ];
};

export const broadcast: BroadcastTable = Object.fromEntries(moving.map((type) => [type, moved]));
