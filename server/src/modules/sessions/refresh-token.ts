import { isValidObjectId } from "../../platform/database.ts";
import type { Keys } from "../../platform/keys.ts";

/**
 * Refresh token: session, number in its row of tokens, and an HMAC over both. The database keeps only the number in
 * force, so a dump holds no token, every older token is known as reuse, and a reply lost on a bad line can be sent
 * again. Its key has no name in the token: after a rotation the few keys there are get tried.
 */
export interface RefreshClaims {
  sessionId: string;
  generation: number;
}

const signedText = ({ sessionId, generation }: RefreshClaims) => `refresh:${sessionId}:${generation}`;

export const writeRefreshToken = (keys: Keys, claims: RefreshClaims): string =>
  `${claims.sessionId}.${claims.generation}.${keys.refreshMac(signedText(claims))}`;

/** What a token of ours says, else null. */
export function readRefreshToken(keys: Keys, token: string): RefreshClaims | null {
  const [sessionId, generation, mac, ...rest] = token.split(".");
  if (!sessionId || !generation || !mac || rest.length > 0) return null;
  if (!isValidObjectId(sessionId) || !/^\d{1,9}$/.test(generation)) return null;
  const claims = { sessionId, generation: Number(generation) };
  return keys.refreshMacMatches(signedText(claims), mac) ? claims : null;
}
