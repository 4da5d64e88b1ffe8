import { createHmac, timingSafeEqual } from "node:crypto";
import { decrypt, deriveKey, encrypt } from "./aes-gcm.ts";
import { AppError } from "./errors.ts";
import { secretKey } from "./secret-key.ts";

/**
 * Purposes of data keys; a key serves one purpose only. `lookup` has a single key for ever, because the hashes of all
 * rows and their unique indexes would have to change at the same moment. Keys of `audit` are kept as long as rows
 * sealed with them.
 */
export const keyPurposes = [
  "field",
  "object",
  "lookup",
  "audit",
  "access-token",
  "refresh-token",
  "file-link",
] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

export interface DataKey {
  purpose: KeyPurpose;
  /** Counted from 1; with the purpose the name of the key. */
  generation: number;
  /** 32 bytes. */
  key: Buffer;
  /** `announced`: known to all servers before anybody writes with it; `retired`: for reading only. */
  state: "announced" | "writing" | "retired";
}

/** The data keys this process knows, unwrapped. */
export interface KeyRing {
  /** The key to write under. */
  newest(purpose: KeyPurpose): DataKey;
  find(purpose: KeyPurpose, generation: number): DataKey | undefined;
  all(purpose: KeyPurpose): readonly DataKey[];
  /** Reads new and removed keys from the database; called when a key is missing, and by a timer. */
  refresh(): Promise<void>;
}

/** The cryptographic operations of this installation (R67). Callers need not know about key rotation. */
export interface Keys {
  /**
   * AES-256-GCM. The result is `v2.`, key number, bind and bytes. `bind` is the seal context (`patient:<id>`): the text
   * decrypts only with the same one.
   */
  seal(text: string, bind: string): string;
  /** Throws when the text was changed or `bind` differs; `unavailable` when its key is not known here yet. */
  open(sealed: string, bind: string): string;
  /** Keyed hash for equality search and unique indexes over sealed fields. */
  lookup(text: string): string;
  /** HMAC for signed links, base64url. */
  mac(text: string): string;
  macMatches(text: string, mac: string): boolean;
  /**
   * HMAC for a row of the audit trail, with the number of its key, so that old rows can be verified after a rotation.
   */
  auditTag(text: string): string;
  /** Whether the tag belongs to this text; null when its key is unknown. */
  auditTagHolds(text: string, tag: string): boolean | null;
  /** HMAC of a refresh token. */
  refreshMac(text: string): string;
  refreshMacMatches(text: string, mac: string): boolean;
  /** The key that signs access tokens now. */
  accessKey(): { kid: string; key: Buffer };
  accessKeyOf(kid: string): Buffer | null;
  /** Wraps the key of one stored object; 64 bytes, see `sealed-object.ts`. */
  wrapObjectKey(key: Buffer, bind: Buffer): Buffer;
  unwrapObjectKey(wrapped: Buffer, bind: Buffer): Buffer;
  /** Number of the object key that is written under now. */
  objectGeneration(): number;
  refresh(): Promise<void>;
}

const KID = "access-";

export function keysOf(ring: KeyRing): Keys {
  const find = (purpose: KeyPurpose, generation: number): Buffer => {
    const found = ring.find(purpose, generation);
    if (found) return found.key;
    // Another process made this key a moment ago: this call fails, the client's next one will find it.
    void ring.refresh().catch(() => undefined);
    throw new AppError("unavailable");
  };
  const macUnder = (key: Buffer, text: string) => createHmac("sha256", secretKey(key)).update(text).digest("base64url");
  const mac = (purpose: KeyPurpose) => (text: string) => macUnder(ring.newest(purpose).key, text);
  const macMatches = (purpose: KeyPurpose) => (text: string, given: string) =>
    ring.all(purpose).some(({ key }) => equal(macUnder(key, text), given));
  return {
    seal: (text, bind) => sealUnder(ring.newest("field"), text, bind),
    open(sealed, bind) {
      const { generation, bytes } = readSealed(sealed);
      return decrypt(find("field", generation), bytes, bind).toString("utf8");
    },
    lookup: mac("lookup"),
    mac: mac("file-link"),
    macMatches: macMatches("file-link"),
    auditTag(text) {
      const { generation, key } = ring.newest("audit");
      return `${generation}.${macUnder(key, text)}`;
    },
    auditTagHolds(text, tag) {
      const generation = /^([1-9]\d{0,8})\./.exec(tag)?.[1];
      if (generation === undefined) return false;
      const found = ring.find("audit", Number(generation));
      return found ? equal(`${generation}.${macUnder(found.key, text)}`, tag) : null;
    },
    refreshMac: mac("refresh-token"),
    refreshMacMatches: macMatches("refresh-token"),
    accessKey() {
      const { generation, key } = ring.newest("access-token");
      return { kid: `${KID}${generation}`, key };
    },
    accessKeyOf(kid) {
      const generation = /^access-([1-9]\d{0,8})$/.exec(kid)?.[1];
      return generation === undefined ? null : (ring.find("access-token", Number(generation))?.key ?? null);
    },
    wrapObjectKey(key, bind) {
      const { generation, key: under } = ring.newest("object");
      const number = Buffer.alloc(4);
      number.writeUInt32BE(generation);
      return Buffer.concat([number, encrypt(under, key, Buffer.concat([number, bind]))]);
    },
    unwrapObjectKey(wrapped, bind) {
      const number = wrapped.subarray(0, 4);
      return decrypt(find("object", number.readUInt32BE()), wrapped.subarray(4), Buffer.concat([number, bind]));
    },
    objectGeneration: () => ring.newest("object").generation,
    refresh: () => ring.refresh(),
  };
}

function equal(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * `bind` is stored in the text, so that a rotation can re-encrypt without knowing what the text is. For decrypting only
 * the caller's `bind` counts.
 */
export const sealUnder = ({ generation, key }: DataKey, text: string, bind: string): string =>
  `v2.${generation}.${Buffer.from(bind).toString("base64url")}.${encrypt(key, Buffer.from(text), bind).toString("base64url")}`;

const SEALED = /^v2\.([1-9]\d{0,8})\.([\w-]*)\.([\w-]{38,})$/;
const FIRST_SEALED = /^v1\.([\w-]{38,})$/;

/** Parts of a sealed text. `bind` is null in texts of the first release, which are under the first key. */
export function readSealed(text: string): { generation: number; bind: string | null; bytes: Buffer } {
  const first = FIRST_SEALED.exec(text)?.[1];
  if (first) return { generation: 1, bind: null, bytes: Buffer.from(first, "base64url") };
  const [, generation, bind, bytes] = SEALED.exec(text) ?? [];
  if (!generation || bind === undefined || !bytes) throw new Error("unknown seal version");
  return {
    generation: Number(generation),
    bind: Buffer.from(bind, "base64url").toString("utf8"),
    bytes: Buffer.from(bytes, "base64url"),
  };
}

export const isSealed = (text: string) => SEALED.test(text) || FIRST_SEALED.test(text);

/**
 * Key of the first release, derived from the master key (HKDF, RFC 5869). What it encrypted, signed and hashed stays
 * valid.
 */
export function firstKey(master: Buffer, purpose: KeyPurpose): Buffer {
  return deriveKey(master, purpose === "refresh-token" ? "access-token" : purpose);
}

/** Keys that exist in memory only, for tests. */
export function createKeys(master: Buffer): Keys {
  const ring = new Map(
    keyPurposes.map((purpose): [KeyPurpose, DataKey] => [
      purpose,
      { purpose, generation: 1, key: firstKey(master, purpose), state: "writing" },
    ]),
  );
  const newest = (purpose: KeyPurpose) => {
    const key = ring.get(purpose);
    if (!key) throw new Error(`no ${purpose} key`);
    return key;
  };
  return keysOf({
    newest,
    find: (purpose, generation) => (generation === 1 ? newest(purpose) : undefined),
    all: (purpose) => [newest(purpose)],
    refresh: async () => undefined,
  });
}
