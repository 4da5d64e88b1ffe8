import { rooms, type BroadcastTable } from "../../platform/realtime.ts";
import { presentNotification } from "./notification.present.ts";
import { countUnread, findNotification } from "./notification.repo.ts";

export const broadcast: BroadcastTable = {
  async "notification:created"({ data }, { keys }) {
    const record = await findNotification(data.notificationId);
    if (!record) return [];
    const payload = presentNotification(keys, record);
    return [{ room: rooms.user(record.userId), event: "notification:created", payload }];
  },
  async "notification:read"({ data: { userId } }) {
    const payload = { unread: await countUnread(userId) };
    return [{ room: rooms.user(userId), event: "notification:read", payload }];
  },
};
