import "./notification.facts.ts";
import type { ServerModule } from "../module.ts";
import { notificationChecks } from "./notification-checks.repo.ts";
import { broadcast } from "./notification.broadcast.ts";
import { routes } from "./notification.routes.ts";
import { notify } from "./notify.ts";

export { hasRead } from "./notification.repo.ts";

export const notificationsModule: ServerModule = {
  routes: { notifications: routes },
  broadcast,
  consumers: [notify],
  checks: notificationChecks,
};
