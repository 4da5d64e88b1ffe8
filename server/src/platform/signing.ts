import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import canonicalize from "canonicalize";

/** New Ed25519 pair (RFC 8032), both as PEM. */
export function newSigningPair(): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync("ed25519");
  return {
    publicKey: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

export const signText = (privateKey: string, text: string) =>
  sign(null, Buffer.from(text), createPrivateKey(privateKey)).toString("base64url");
export const verifyText = (publicKey: string, text: string, signature: string) =>
  verify(null, Buffer.from(text), createPublicKey(publicKey), Buffer.from(signature, "base64url"));
export const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");

/**
 * The one text of a JSON value (RFC 8785), so that equal content has equal bytes. Throws for what JSON does not hold: no number,
 * half of a surrogate pair, nothing at all.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error("nothing to be written as JSON");
  return text;
}
