import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Request, Response } from "express";

/** A text that stays as long as the process, packed and named once, however often it is asked for. */
export interface PackedAnswer {
  bodies: Record<"br" | "gzip" | "identity", Buffer>;
  etag: string;
}

export async function packAnswer(text: string): Promise<PackedAnswer> {
  const identity = Buffer.from(text);
  const [br, zipped] = await Promise.all([promisify(brotliCompress)(identity), promisify(gzip)(identity)]);
  const etag = createHash("sha256").update(identity).digest("base64url").slice(0, 22);
  return { bodies: { br, gzip: zipped, identity }, etag };
}

/** Sends it in the smallest form the asker takes (RFC 9110 section 12.5.3), or 304 when they have it. */
export function sendPacked(req: Request, res: Response, { bodies, etag }: PackedAnswer): void {
  const encoding = req.acceptsEncodings("br", "gzip", "identity") || "identity";
  res.setHeader("vary", "Accept-Encoding");
  res.setHeader("cache-control", "no-cache");
  // Each form has its own name, else a cache would give one for another.
  res.setHeader("etag", `"${etag}-${encoding}"`);
  if (req.fresh) {
    res.status(304).end();
    return;
  }
  const body = bodies[encoding as keyof typeof bodies];
  if (encoding !== "identity") res.setHeader("content-encoding", encoding);
  res.setHeader("content-length", body.length);
  res.end(req.method === "HEAD" ? undefined : body);
}
