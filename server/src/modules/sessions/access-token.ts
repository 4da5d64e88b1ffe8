import jwt from "jsonwebtoken";
import { isValidObjectId } from "../../platform/database.ts";
import type { Keys } from "../../platform/keys.ts";
import { secretKey } from "../../platform/secret-key.ts";

const ACCESS_TOKEN_SECONDS = 600;
/**
 * States what the token is for (RFC 9068, RFC 7519 4.1.3): a token made with the same key for anything else is not
 * accepted.
 */
const TYPE = "at+jwt";
const AUDIENCE = "fuzhen";
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/**
 * Bearer token for ten minutes: who (`sub`), which session (`sid`), for whom (`aud`), nothing else. Times are the
 * server's clock.
 */
export function signAccessToken(keys: Keys, subject: { userId: string; sessionId: string }, now: Date) {
  const { kid, key } = keys.accessKey();
  const token = jwt.sign({ sub: subject.userId, sid: subject.sessionId, iat: seconds(now) }, secretKey(key), {
    header: { alg: "HS256", typ: TYPE },
    audience: AUDIENCE,
    keyid: kid,
    expiresIn: ACCESS_TOKEN_SECONDS,
  });
  return { token, expiresAt: new Date((seconds(now) + ACCESS_TOKEN_SECONDS) * 1000) };
}

/** Claims of a valid token, else null. Its `kid` selects among our keys in use; the algorithm is fixed. */
export function readAccessToken(keys: Keys, token: string, now: Date): { userId: string; sessionId: string } | null {
  try {
    const key = keys.accessKeyOf(jwt.decode(token, { complete: true })?.header.kid ?? "");
    if (!key) return null;
    // Of bytes the library first tries to make a public key, at each request: that costs more than the rest of it.
    const { header, payload } = jwt.verify(token, secretKey(key), {
      algorithms: ["HS256"],
      audience: AUDIENCE,
      clockTimestamp: seconds(now),
      complete: true,
    });
    if (header.typ !== TYPE || typeof payload === "string") return null;
    const { sub, sid } = payload as { sub?: unknown; sid?: unknown };
    return typeof sub === "string" && typeof sid === "string" && isValidObjectId(sid)
      ? { userId: sub, sessionId: sid }
      : null;
  } catch {
    return null;
  }
}
