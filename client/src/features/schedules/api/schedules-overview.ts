import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ListSchedulesInput } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { api } from "../../../lib/api/client.ts";

type SchedulesSearch = Partial<Pick<ListSchedulesInput, "q" | "departmentId" | "state">>;

/** Specialists of the admin's organisation with their schedules, page by page. */
export const schedulesOverviewQuery = (search: SchedulesSearch) =>
  infiniteQueryOptions({
    queryKey: ["schedules", "overview", search],
    queryFn: ({ pageParam }) =>
      api.schedules.overview({ ...search, limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** One specialist with their schedule; null when there is none of that id. */
export const scheduleRowQuery = (specialistId: string) =>
  queryOptions({
    queryKey: ["schedules", "one", specialistId],
    queryFn: async () => (await api.schedules.overview({ specialistId, limit: 1 })).items[0] ?? null,
  });
