import { infiniteQueryOptions } from "@tanstack/react-query";
import type { ReviewInput } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { api } from "../../../lib/api/client.ts";

export type CaseScope = "open" | "reviewed";

/** Emergency openings of the own organisation. */
export const casesQuery = (scope: CaseScope) =>
  infiniteQueryOptions({
    queryKey: ["break-glass", "cases", scope],
    queryFn: ({ pageParam }) => api.careAccess.breakGlassCases({ scope, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });

export const reviewBreakGlass = (input: ReviewInput) => api.careAccess.reviewBreakGlass(input);
