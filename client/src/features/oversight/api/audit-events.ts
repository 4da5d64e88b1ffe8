import { infiniteQueryOptions } from "@tanstack/react-query";
import type { AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Rows of the trail, newest first. Every page requested is logged, so nothing is refetched automatically. */
export const auditEventsQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["oversight", "events", filter],
    queryFn: ({ pageParam }) =>
      api.oversight.search({ ...filter, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
