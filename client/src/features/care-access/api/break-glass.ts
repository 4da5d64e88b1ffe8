import { queryOptions } from "@tanstack/react-query";
import type { OpenBreakGlassInput } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** The specialist's own openings that are live. */
export const myBreakGlassQuery = queryOptions({
  queryKey: ["break-glass", "mine"],
  queryFn: () => api.careAccess.myBreakGlass(),
});

export const openBreakGlass = (input: OpenBreakGlassInput) => api.careAccess.openBreakGlass(input);
export const endBreakGlass = (breakGlassId: string) => api.careAccess.endBreakGlass({ breakGlassId });
