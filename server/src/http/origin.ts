import type { Env } from "../env.ts";

/**
 * Whether the request's Origin header names a foreign page: neither served from the requested host (`own`) nor listed
 * in ALLOWED_ORIGINS. Programs send no Origin; `null` is sent by sandboxed and local pages and counts as foreign.
 */
export function isForeignOrigin(
  { ALLOWED_ORIGINS }: Pick<Env, "ALLOWED_ORIGINS">,
  origin: string | undefined,
  own: readonly string[],
): boolean {
  if (!origin) return false;
  const others = ALLOWED_ORIGINS.split(",").map((other) => other.trim());
  return !own.includes(origin) && !others.includes(origin);
}
