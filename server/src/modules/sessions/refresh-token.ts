import { isValidObjectId } from "../../platform/database.ts";
import type { Keys } from "../../platform/keys.ts";

/**
 * A refresh token is: session id, its number in the session's series of tokens, and an HMAC over both. The database
 * stores only the current number. So a dump contains no token, any older token is recognised as reuse, and a reply lost
 * on a bad line can be sent again. The token does not name its key; after a key rotation the few existing keys are
 * tried.
 */
export interface RefreshClaims {
  sessionId: string;
  generation: number;
}

const signedText = ({ sessionId, generation }: RefreshClaims) => `refresh:${sessionId}:${generation}`;

export const writeRefreshToken = (keys: Keys, claims: RefreshClaims): string =>
  `${claims.sessionId}.${claims.generation}.${keys.refreshMac(signedText(claims))}`;

/** Claims of a valid token, else null. */
export function readRefreshToken(keys: Keys, token: string): RefreshClaims | null {
  const [sessionId, generation, mac, ...rest] = token.split(".");
  if (!sessionId || !generation || !mac || rest.length > 0) return null;
  if (!isValidObjectId(sessionId) || !/^\d{1,9}$/.test(generation)) return null;
  const claims = { sessionId, generation: Number(generation) };
  return keys.refreshMacMatches(signedText(claims), mac) ? claims : null;
}
