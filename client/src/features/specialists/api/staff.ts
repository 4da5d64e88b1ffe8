import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { ListStaffSpecialistsInput } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { api } from "../../../lib/api/client.ts";

export type StaffSearch = Partial<Omit<ListStaffSpecialistsInput, "cursor" | "limit">>;

/** Specialists of the admin's own organisation, published or not, page by page. */
export const staffQuery = (search: StaffSearch) =>
  infiniteQueryOptions({
    queryKey: ["specialists", "staff", search],
    queryFn: ({ pageParam }) =>
      api.specialists.staff({ ...search, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
