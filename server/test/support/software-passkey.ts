import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

type Json = Record<string, unknown>;
type Cbor = number | string | Buffer | Map<number | string, Cbor>;

/** CBOR (RFC 8949) of what an authenticator says: small integers, texts, bytes and maps. */
function cbor(value: Cbor): Buffer {
  const head = (major: number, size: number): Buffer =>
    size < 24
      ? Buffer.from([(major << 5) | size])
      : size < 256
        ? Buffer.from([(major << 5) | 24, size])
        : Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();
const base64url = (bytes: Buffer) => bytes.toString("base64url");

/** What may be wrong with an answer; right when left out. */
export interface Slips {
  origin?: string;
  challenge?: string;
  rpId?: string;
  userVerified?: boolean;
  /** Signature counter, instead of the next one. */
  counter?: number;
  /** A signature by somebody else's key. */
  forged?: boolean;
}

/** An authenticator in software: a P-256 key of its own, answering as a browser hands it on (WebAuthn Level 3). */
export function softwarePasskey(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const forger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  let counter = 0;

  const authenticatorData = (slips: Slips, attested?: Buffer) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(slips.counter ?? ++counter);
    const flags = 0x01 | (slips.userVerified === false ? 0 : 0x04) | (attested ? 0x40 : 0);
    return Buffer.concat([
      sha256(slips.rpId ?? new URL(origin).hostname),
      Buffer.from([flags]),
      count,
      attested ?? Buffer.alloc(0),
    ]);
  };
  const clientData = (type: string, options: Json, slips: Slips) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: slips.challenge ?? options.challenge,
        origin: slips.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const answer = (response: Json) => ({
    id: base64url(id),
    rawId: base64url(id),
    type: "public-key",
    clientExtensionResults: {},
    response,
  });

  return {
    /** Answers `navigator.credentials.create` with the options the server gave. */
    create(options: Json, slips: Slips = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      // COSE (RFC 9053): an EC2 key for ES256 on P-256.
      const coseKey = cbor(
        new Map<number, Cbor>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, "base64url")],
          [-3, Buffer.from(y, "base64url")],
        ]),
      );
      const authData = authenticatorData(slips, Buffer.concat([Buffer.alloc(16), length, id, coseKey]));
      const attestation = new Map<string, Cbor>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]);
      return answer({
        clientDataJSON: base64url(clientData("webauthn.create", options, slips)),
        attestationObject: base64url(cbor(attestation)),
        transports: ["internal"],
      });
    },
    /** Answers `navigator.credentials.get`. */
    get(options: Json, slips: Slips = {}) {
      const authData = authenticatorData(slips);
      const client = clientData("webauthn.get", options, slips);
      const signed = Buffer.concat([authData, sha256(client)]);
      return answer({
        clientDataJSON: base64url(client),
        authenticatorData: base64url(authData),
        signature: base64url(sign("sha256", signed, slips.forged ? forger : privateKey)),
      });
    },
  };
}
