import { rooms, type BroadcastTable } from "../../platform/realtime.ts";
import type { Facts } from "../../platform/outbox.ts";
import "./file.facts.ts";

/** Both sides of a chat then replace the grey placeholder by the picture, or the picture by a word. */
const changed = ({ data: { fileId, ownerUserId, subject } }: { data: Facts["file:settled" | "file:quarantined"] }) =>
  [rooms.user(ownerUserId), ...(subject.type === "consultation" ? [rooms.consultation(subject.id)] : [])].map(
    (room) => ({ room, event: "file:changed" as const, payload: { fileId } }),
  );

export const fileBroadcast: BroadcastTable = { "file:settled": changed, "file:quarantined": changed };
