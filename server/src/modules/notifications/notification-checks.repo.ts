import type { DataCheck } from "../../platform/data-check.ts";
import { opens, refersTo } from "../../platform/row-checks.ts";
import { NotificationModel, type NotificationRow } from "./notification.model.ts";
import { openParams } from "./notification.present.ts";

export const notificationChecks: readonly DataCheck[] = [
  refersTo<NotificationRow>("notifications.notification-has-user", NotificationModel, "userId", "users"),
  opens<NotificationRow>("notifications.notification-opens", NotificationModel, ({ _id, sealedParams }, keys) =>
    openParams(keys, { id: String(_id), sealedParams }),
  ),
];
