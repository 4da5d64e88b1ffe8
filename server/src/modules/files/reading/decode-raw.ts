import { loadImage, createCanvas } from "@napi-rs/canvas";
import decodeHeic from "heic-decode";

import { maxPixels } from "./limits.ts";
import { RefusedFile } from "./refusal.ts";

/** Upright RGBA pixels of a format that sharp's prebuilt libvips cannot read. */
export type RawPixels = { width: number; height: number; data: Uint8ClampedArray };

export function refusePixelFlood(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new RefusedFile("file_broken");
  if (width * height > maxPixels) throw new RefusedFile("file_too_many_pixels");
}

/** First picture of a HEIC/HEIF container. libheif applies the container's own rotation, so EXIF must not turn it again. */
export async function decodeHeicPixels(bytes: Buffer): Promise<RawPixels> {
  const images = await decodeHeic.all({ buffer: bytes });
  try {
    const first = images[0];
    if (!first) throw new RefusedFile("file_broken");
    refusePixelFlood(first.width, first.height);
    return await first.decode();
  } finally {
    images.dispose();
  }
}

/** BMP through Skia, which is here for the PDFs anyway; old hospital desktops still save screenshots that way. */
export async function decodeBmpPixels(file: Buffer): Promise<RawPixels> {
  // BITMAPINFOHEADER and its successors: signed 32-bit sides, a negative height meaning "top row first".
  if (file.length < 26 || file.readUInt32LE(14) < 40) throw new RefusedFile("file_broken");
  refusePixelFlood(file.readInt32LE(18), Math.abs(file.readInt32LE(22)));
  const image = await loadImage(file);
  refusePixelFlood(image.width, image.height);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return { width: image.width, height: image.height, data: context.getImageData(0, 0, image.width, image.height).data };
}
