import jwt from "jsonwebtoken";
import { isValidObjectId } from "../../platform/database.ts";
import type { Keys } from "../../platform/keys.ts";

const ACCESS_TOKEN_SECONDS = 600;
const KEY_ID = "access-1";
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** Bearer token of ten minutes: who (`sub`) and which session (`sid`), nothing else. Time is the house's clock. */
export function signAccessToken(keys: Keys, subject: { userId: string; sessionId: string }, now: Date) {
  const token = jwt.sign(
    { sub: subject.userId, sid: subject.sessionId, iat: seconds(now) },
    keys.derive("access-token"),
    { algorithm: "HS256", keyid: KEY_ID, expiresIn: ACCESS_TOKEN_SECONDS },
  );
  return { token, expiresAt: new Date((seconds(now) + ACCESS_TOKEN_SECONDS) * 1000) };
}

/** What a valid token says, else null: the algorithm and the key are ours to choose, never the token's. */
export function readAccessToken(keys: Keys, token: string, now: Date): { userId: string; sessionId: string } | null {
  try {
    const { header, payload } = jwt.verify(token, keys.derive("access-token"), {
      algorithms: ["HS256"],
      clockTimestamp: seconds(now),
      complete: true,
    });
    if (header.kid !== KEY_ID || typeof payload === "string") return null;
    const { sub, sid } = payload as { sub?: unknown; sid?: unknown };
    return typeof sub === "string" && typeof sid === "string" && isValidObjectId(sid)
      ? { userId: sub, sessionId: sid }
      : null;
  } catch {
    return null;
  }
}
