import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Who read the record of an own 就诊人, latest first, in whole days; with one's own looks or without. */
export const accessLogQuery = (patientId: string, own: boolean) =>
  infiniteQueryOptions({
    queryKey: ["oversight", "access-log", patientId, own],
    queryFn: ({ pageParam }) =>
      api.oversight.accessLog({ patientId, own, limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
