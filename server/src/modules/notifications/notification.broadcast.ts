import { systemContext, type User } from "../../platform/context.ts";
import { rooms, type BroadcastTable } from "../../platform/realtime.ts";
import { presentNotification } from "./notification.present.ts";
import { countUnread, findNotification } from "./notification.repo.ts";
import { presentLines } from "./silence.ts";

export const broadcast: BroadcastTable = {
  async "notification:created"({ data, requestId }, services) {
    const record = await findNotification(data.notificationId);
    if (!record) return [];
    const payload = presentNotification(services.keys, record);
    // As each connection may read it at this moment: the right may have ended since the line was written.
    const payloadFor = async (actor: User) =>
      (await presentLines({ ...systemContext(services, "notifications", requestId), actor }, [record]))[0] ?? payload;
    return [{ room: rooms.user(record.userId), event: "notification:created", payload, payloadFor }];
  },
  async "notification:read"({ data: { userId } }) {
    const payload = { unread: await countUnread(userId) };
    return [{ room: rooms.user(userId), event: "notification:read", payload }];
  },
};
