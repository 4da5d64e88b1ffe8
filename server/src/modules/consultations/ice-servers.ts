import { createHmac } from "node:crypto";
import type { z } from "zod";
import type { iceServerSchema } from "@fuzhen/shared/realtime/events.ts";
import type { Env } from "../../env.ts";

type IceServer = z.infer<typeof iceServerSchema>;

/**
 * Lifetime of a relay credential. A longer call keeps its relay, because coturn checks the credential only when the
 * relay is allocated.
 */
const TURN_CREDENTIAL_SECONDS = 3600;

const listOf = (urls: string) =>
  urls
    .split(",")
    .map((url) => url.trim())
    .filter((url) => url.length > 0);

/**
 * STUN and TURN servers a peer may use, as configured; none on a developer's machine. Relay credentials follow coturn's
 * REST scheme (`use-auth-secret`): the user name is `<unix expiry>:<user>`, the password its HMAC-SHA1.
 */
export function iceServersFor(
  env: Pick<Env, "STUN_URLS" | "TURN_URLS" | "TURN_SECRET">,
  userId: string,
  now: Date,
): IceServer[] {
  const servers: IceServer[] = [];
  const stun = listOf(env.STUN_URLS);
  if (stun.length > 0) servers.push({ urls: stun });
  const turn = listOf(env.TURN_URLS);
  if (turn.length > 0 && env.TURN_SECRET) {
    const username = `${Math.floor(now.getTime() / 1000) + TURN_CREDENTIAL_SECONDS}:${userId}`;
    const credential = createHmac("sha1", env.TURN_SECRET).update(username).digest("base64");
    servers.push({ urls: turn, username, credential });
  }
  return servers;
}
