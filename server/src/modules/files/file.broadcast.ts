import { rooms, type BroadcastTable } from "../../platform/realtime.ts";
import "./file.facts.ts";

export const fileBroadcast: BroadcastTable = {
  "file:settled": ({ data: { fileId, ownerUserId, consultationId } }) =>
    // Both sides of a chat then replace the grey placeholder by the picture.
    [rooms.user(ownerUserId), ...(consultationId ? [rooms.consultation(consultationId)] : [])].map((room) => ({
      room,
      event: "file:changed",
      payload: { fileId },
    })),
};
