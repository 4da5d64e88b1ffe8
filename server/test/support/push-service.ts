import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PushAddress } from "@fuzhen/shared/reach/reach.schema.ts";

interface Received {
  device: string;
  headers: NodeJS.Dict<string | string[]>;
  notice: Record<string, string>;
}

/** A browser's subscription, and how it reads what comes (RFC 8291). */
function makeDevice(origin: string) {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  const auth = randomBytes(16);
  const id = randomBytes(8).toString("hex");
  const address: PushAddress = {
    endpoint: `${origin}/push/${id}`,
    keys: { p256dh: ecdh.getPublicKey("base64url"), auth: auth.toString("base64url") },
  };
  const read = (body: Buffer): Record<string, string> => {
    const salt = body.subarray(0, 16);
    const server = body.subarray(21, 21 + body.readUInt8(20));
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), ecdh.getPublicKey(), server]);
    const secret = Buffer.from(hkdfSync("sha256", ecdh.computeSecret(server), auth, info, 32));
    const derive = (name: string, length: number) =>
      Buffer.from(hkdfSync("sha256", secret, salt, `Content-Encoding: ${name}\0`, length));
    const sealed = body.subarray(21 + server.length);
    const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString("utf8")) as Record<string, string>;
  };
  return { id, address, read };
}

/** Whether the token that a push service is shown was signed by the key that comes with it (RFC 8292). */
export function vapidIsSound(authorization: string, audience: string): boolean {
  const [, token = "", key = ""] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const coordinate = (from: number) => point.subarray(from, from + 32).toString("base64url");
  const publicKey = createPublicKey({
    key: { kty: "EC", crv: "P-256", x: coordinate(1), y: coordinate(33) },
    format: "jwk",
  });
  const { aud } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { aud: string };
  const signed = Buffer.from(`${head}.${claims}`);
  const sound = verify(
    "sha256",
    signed,
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  return sound && aud === audience;
}

/** A push service (RFC 8030) on this machine, with browsers that take what it is sent. */
export async function startPushService() {
  const received: Received[] = [];
  const devices = new Map<string, ReturnType<typeof makeDevice>>();
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const device = devices.get(request.url?.split("/").at(-1) ?? "");
      if (device)
        received.push({ device: device.id, headers: request.headers, notice: device.read(Buffer.concat(chunks)) });
      response.writeHead(device ? 201 : 410).end();
      for (const look of waiting) look();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    received,
    makeDevice() {
      const device = makeDevice(origin);
      devices.set(device.id, device);
      return device;
    },
    forget: (id: string) => void devices.delete(id),
    /** Resolves once a device has so many notices of a matter. */
    got: (id: string, count: number, matter: string) =>
      new Promise<Received[]>((resolve) => {
        const look = () => {
          const own = received.filter(({ device, notice }) => device === id && notice["tag"]?.startsWith(`${matter}:`));
          if (own.length < count) return;
          waiting.delete(look);
          resolve(own);
        };
        waiting.add(look);
        look();
      }),
    close: () => new Promise((resolve) => void server.close(resolve)),
  };
}
export type PushService = Awaited<ReturnType<typeof startPushService>>;
