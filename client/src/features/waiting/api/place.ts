import { queryOptions } from "@tanstack/react-query";
import type { TellWaitingInput } from "@fuzhen/shared/waiting/waiting.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** The patient's own place in the queue. Updated by `waiting:changed`, and asked for again because the time goes on. */
export const placeQuery = (appointmentId: string) =>
  queryOptions({
    queryKey: ["appointments", "place", appointmentId],
    queryFn: () => api.waiting.place({ appointmentId }),
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
  });

export const tellWaiting = (input: TellWaitingInput) => api.waiting.tell(input);
