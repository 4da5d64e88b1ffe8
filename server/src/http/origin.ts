import type { Env } from "../env.ts";

/**
 * Whether a browser says that the page which asks is not one of ours: neither served from where it asks (`own`) nor named in
 * ALLOWED_ORIGINS. Programs send no Origin; `null` is what a sandboxed or local page sends.
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
