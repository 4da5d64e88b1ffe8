import { api } from "../../../lib/api/client.ts";

/** Marks everything up to and including this line as read. */
export const markRead = (upToId: string) => api.notifications.markRead({ upToId });
