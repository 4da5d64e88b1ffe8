import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Characters of a question; the field says so when there are more. */
export const MAX_QUERY = 40;

export interface SpecialistSearch {
  q: string;
  departmentId: string | undefined;
}

/** Published specialists by name, pinyin, initials or disease, page by page. */
export const specialistSearchQuery = ({ q, departmentId }: SpecialistSearch) =>
  infiniteQueryOptions({
    queryKey: ["specialists", "search", { q, departmentId }],
    queryFn: ({ pageParam }) =>
      api.specialists.search({
        ...(q !== "" && { q }),
        ...(departmentId !== undefined && { departmentId }),
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    enabled: q.length <= MAX_QUERY,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // While another word is typed the last list stays, instead of blinking.
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
