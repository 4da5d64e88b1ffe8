import type { Env } from "../../env.ts";

/** The push services of the browsers that are promised (Chrome and Edge on Android and the desk, Firefox, Safari). */
const KNOWN = [
  "fcm.googleapis.com",
  "updates.push.services.mozilla.com",
  "*.push.apple.com",
  "*.notify.windows.com",
] as const;

/**
 * Services to which notices may go. In production none by itself, for they stand outside of the country (R59): an operator names
 * them in `PUSH_HOSTS`.
 */
export function pushHosts({ PUSH_HOSTS, NODE_ENV }: Pick<Env, "PUSH_HOSTS" | "NODE_ENV">): readonly string[] {
  if (PUSH_HOSTS === undefined) return NODE_ENV === "production" ? [] : KNOWN;
  return PUSH_HOSTS.split(",")
    .map((host) => host.trim())
    .filter(Boolean);
}

/**
 * The address if the server may call it, else null (SSRF): https at the usual port of a host on the list, with no credentials in
 * it. Plain http, and a port, only where the list names exactly that origin, which production does not allow.
 */
export function allowedEndpoint(env: Pick<Env, "PUSH_HOSTS" | "NODE_ENV">, text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return null;
  const hosts = pushHosts(env);
  if (env.NODE_ENV !== "production" && hosts.includes(url.origin)) return url;
  if (url.protocol !== "https:" || url.port !== "") return null;
  const named = hosts.some((host) =>
    host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : url.hostname === host,
  );
  return named ? url : null;
}
