import { rooms, type BroadcastTable } from "../../platform/realtime.ts";
import { presentNotification } from "./notification.present.ts";
import { findNotification } from "./notification.repo.ts";

export const broadcast: BroadcastTable = {
  async "notification:created"({ data }, { keys }) {
    const record = await findNotification(data.notificationId);
    if (!record) return [];
    const payload = presentNotification(keys, record);
    return [{ room: rooms.user(record.userId), event: "notification:created", payload }];
  },
};
