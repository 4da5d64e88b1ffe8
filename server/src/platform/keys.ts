import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  generateKeyPairSync,
  hkdfSync,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** Key purposes; each gets its own key by HKDF (RFC 5869), so that none can stand in for another. */
type Purpose = "access-token" | "file-link" | "field" | "lookup";

/** Keys of this installation. All derive from one master key (environment or key file). */
export interface Keys {
  derive(purpose: Purpose): Buffer;
  /** AES-256-GCM: `v1.` + base64url of nonce, tag and ciphertext. `bind` ties the text to its place. */
  seal(text: string, bind: string): string;
  open(sealed: string, bind: string): string;
  /** Keyed hash for equality search and unique indexes over sealed fields. */
  lookup(text: string): string;
  /** HMAC for signed links, base64url. */
  mac(text: string): string;
  macMatches(text: string, mac: string): boolean;
}

export function createKeys(master: Buffer): Keys {
  if (master.length !== 32) throw new Error("the master key must have 32 bytes");
  const derived = new Map<Purpose, Buffer>();
  const derive = (purpose: Purpose) => {
    let key = derived.get(purpose);
    if (!key)
      derived.set(purpose, (key = Buffer.from(hkdfSync("sha256", master, Buffer.alloc(0), `fuzhen:${purpose}`, 32))));
    return key;
  };
  const mac = (text: string) => createHmac("sha256", derive("file-link")).update(text).digest("base64url");
  return {
    derive,
    seal(text, bind) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", derive("field"), nonce).setAAD(Buffer.from(bind));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open(sealed, bind) {
      if (!sealed.startsWith("v1.")) throw new Error("unknown seal version");
      const bytes = Buffer.from(sealed.slice(3), "base64url");
      const decipher = createDecipheriv("aes-256-gcm", derive("field"), bytes.subarray(0, 12))
        .setAAD(Buffer.from(bind))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
    },
    lookup: (text) => createHmac("sha256", derive("lookup")).update(text).digest("base64url"),
    mac,
    macMatches(text, given) {
      const expected = Buffer.from(mac(text));
      const actual = Buffer.from(given);
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
}

/** The master key from the environment, else from `<dataDir>/keys/master.key`, made on first start. */
export async function loadMasterKey(dataDir: string, fromEnv: string | undefined): Promise<Buffer> {
  if (fromEnv) return Buffer.from(fromEnv, "base64");
  const folder = path.join(dataDir, "keys");
  const file = path.join(folder, "master.key");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two servers that start at once, one writes and the other reads what was written.
    await writeFile(file, randomBytes(32).toString("base64"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  await chmod(file, 0o600);
  return Buffer.from(await readFile(file, "utf8"), "base64");
}

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
