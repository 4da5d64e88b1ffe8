import { createSecretKey, type KeyObject } from "node:crypto";

const known = new WeakMap<Buffer, KeyObject>();

/** The key as Node's crypto wants it: made from its bytes anew for each text, it would cost more than the text itself. */
export function secretKey(bytes: Buffer): KeyObject {
  const made = known.get(bytes);
  if (made) return made;
  const key = createSecretKey(bytes);
  known.set(bytes, key);
  return key;
}
