import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Unread entries of the latest conversations. */
export const unreadMessagesQuery = queryOptions({
  queryKey: ["consultation-lines", "unread"],
  queryFn: async () => (await api.consultations.mine({})).items.reduce((sum, line) => sum + line.unread, 0),
});
