import { notificationsApi } from "@fuzhen/shared/notifications/notification.api.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { markRead } from "./mark-read.ts";
import { listMine } from "./notification.reads.ts";

export const routes = bindRoutes(notificationsApi, { mine: listMine, markRead });
