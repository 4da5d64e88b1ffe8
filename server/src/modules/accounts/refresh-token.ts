import { createHmac, timingSafeEqual } from "node:crypto";
import { isValidObjectId } from "../../platform/database.ts";
import type { Keys } from "../../platform/keys.ts";

/**
 * Refresh token: session, number in its row of tokens, and an HMAC over both. The database keeps only the number in
 * force, so a dump holds no token, every older token is known as reuse, and a reply lost on a bad line can be sent
 * again. The key is shared with access tokens, whose signed text can never begin with `refresh:`.
 */
export interface RefreshClaims {
  sessionId: string;
  generation: number;
}

const macOf = (keys: Keys, claims: RefreshClaims) =>
  createHmac("sha256", keys.derive("access-token"))
    .update(`refresh:${claims.sessionId}:${claims.generation}`)
    .digest("base64url");

export const writeRefreshToken = (keys: Keys, claims: RefreshClaims): string =>
  `${claims.sessionId}.${claims.generation}.${macOf(keys, claims)}`;

/** What a token of ours says, else null. */
export function readRefreshToken(keys: Keys, token: string): RefreshClaims | null {
  const [sessionId, generation, mac, ...rest] = token.split(".");
  if (!sessionId || !generation || !mac || rest.length > 0) return null;
  if (!isValidObjectId(sessionId) || !/^\d{1,9}$/.test(generation)) return null;
  const claims = { sessionId, generation: Number(generation) };
  const expected = Buffer.from(macOf(keys, claims));
  const given = Buffer.from(mac);
  return expected.length === given.length && timingSafeEqual(expected, given) ? claims : null;
}
