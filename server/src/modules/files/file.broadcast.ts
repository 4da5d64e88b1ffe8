import { rooms, type BroadcastTable } from "../../platform/realtime.ts";
import "./file.facts.ts";

export const fileBroadcast: BroadcastTable = {
  "file:settled": ({ data: { fileId, ownerUserId, consultationId } }) =>
    // A picture in a chat turns from grey to itself on both sides.
    [rooms.user(ownerUserId), ...(consultationId ? [rooms.consultation(consultationId)] : [])].map((room) => ({
      room,
      event: "file:changed",
      payload: { fileId },
    })),
};
