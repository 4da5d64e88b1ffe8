import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";
import { askedFor, type FreeTime } from "../free-time.ts";

/** Characters of a question; the field says so when there are more. */
export const MAX_QUERY = 40;

export interface SpecialistSearch {
  q: string;
  departmentId: string | undefined;
  freeTime: FreeTime;
}

/** Published specialists by name, department, hospital or disease, and by what they have free, page by page. */
export const specialistSearchQuery = ({ q, departmentId, freeTime }: SpecialistSearch) =>
  infiniteQueryOptions({
    queryKey: ["specialists", "search", { q, departmentId, freeTime }],
    queryFn: ({ pageParam }) =>
      api.specialists.search({
        ...(q !== "" && { q }),
        ...(departmentId !== undefined && { departmentId }),
        ...askedFor(freeTime),
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    enabled: q.length <= MAX_QUERY,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // While another word is typed the last list stays, instead of blinking.
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
