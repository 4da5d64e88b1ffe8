import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The specialist's own note of the visit before; it is signed and changes no more. */
export const lastNoteQuery = (consultationId: string) =>
  queryOptions({
    queryKey: ["last-note", consultationId],
    queryFn: async () => (await api.encounters.lastNote({ consultationId })).note,
    staleTime: Infinity,
  });
