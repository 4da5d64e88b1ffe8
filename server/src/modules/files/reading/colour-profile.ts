import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

import { displaySide } from "./limits.ts";

/**
 * The ICC profile of a HEIC, from its colour box (ISO/IEC 14496-12, 12.1.5); undefined without one. Phones write Display
 * P3, and read as sRGB its colours would be dull.
 */
export function profileOfHeic(bytes: Buffer): Buffer | undefined {
  const at = bytes.indexOf("colrprof");
  if (at < 4) return undefined;
  const profile = bytes.subarray(at + 8, at - 4 + bytes.readUInt32BE(at - 4));
  // Every profile has this signature (ICC.1, 7.2).
  return profile.toString("latin1", 36, 40) === "acsp" ? profile : undefined;
}

/**
 * The picture, not larger than is shown, with the colour profile that says what its pixels mean. sharp takes a profile
 * from a file only, so the pixels become a PNG with an iCCP chunk (PNG, 11.3.2.3).
 */
export async function withProfile(pixels: Sharp, profile: Buffer): Promise<Sharp> {
  const png = await pixels
    .resize({ width: displaySide, height: displaySide, fit: "inside", withoutEnlargement: true })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const body = Buffer.concat([Buffer.from("iCCPicc\0\0", "latin1"), deflateSync(profile)]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  // After the signature (8 bytes) and the header chunk (25).
  return sharp(Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]));
}
