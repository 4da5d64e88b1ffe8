import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";

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

/** JSON with sorted keys and no blanks, so that equal content has equal bytes (RFC 8785 for our strings, integers and lists). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`)
      .join(",")}}`;
  return JSON.stringify(value);
}
