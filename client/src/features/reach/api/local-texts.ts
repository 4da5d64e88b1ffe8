import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Demonstration only: text messages that were written down instead of sent. */
export const localTextsQuery = queryOptions({
  queryKey: ["reach", "local-texts"],
  queryFn: async () => (await api.reach.localTexts()).items,
});
