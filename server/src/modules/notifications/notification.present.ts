import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import type { Keys } from "../../platform/keys.ts";
import type { NotificationRecord } from "./notification.repo.ts";

export type Params = Notification["params"];

const sealPlace = (id: string) => `notification:${id}`;
export const sealParams = (keys: Keys, id: string, params: Params): string =>
  keys.seal(JSON.stringify(params), sealPlace(id));
export const openParams = (keys: Keys, record: Pick<NotificationRecord, "id" | "sealedParams">): Params =>
  JSON.parse(keys.open(record.sealedParams, sealPlace(record.id))) as Params;

export const presentNotification = (keys: Keys, record: NotificationRecord): Notification => ({
  id: record.id,
  kind: record.kind,
  params: openParams(keys, record),
  subject: record.subject,
  createdAt: record.createdAt.toISOString(),
  readAt: record.readAt?.toISOString() ?? null,
});
