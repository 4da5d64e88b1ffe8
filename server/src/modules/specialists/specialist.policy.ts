import type { Actor } from "../../platform/context.ts";

/** Specialists, and the departments they are put in, are kept by the admins of their own organisation. */
export const canKeepStaffOf = (actor: Actor | null, place: { organizationId: string } | null): boolean =>
  place !== null && actor?.role === "admin" && actor.organizationId === place.organizationId;
