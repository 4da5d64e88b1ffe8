import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { deriveImage } from "./derive-image.ts";
import { corpusFile } from "./testing/corpus.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fuzhen-image-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Mean grey of the four corners, clockwise from the top left: enough to tell all eight orientations apart. */
async function corners(path: string): Promise<number[]> {
  const { width, height } = await sharp(path).metadata();
  const [w, h] = [Math.round(width / 6), Math.round(height / 6)];
  const places = [
    [0, 0],
    [width - w, 0],
    [width - w, height - h],
    [0, height - h],
  ] as const;
  return Promise.all(
    places.map(async ([left, top]) => {
      const corner = await sharp(path).extract({ left, top, width: w, height: h }).greyscale().toBuffer();
      return (await sharp(corner).stats()).channels[0]?.mean ?? Number.NaN;
    }),
  );
}

describe("deriveImage", () => {
  it("turns all eight EXIF orientations upright", async () => {
    const upright = await corners(corpusFile("photos/landscape_1.jpg"));
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await deriveImage(corpusFile(`photos/landscape_${orientation}.jpg`), "image/jpeg", folder);
      for (const variant of ["display", "thumb"]) {
        const found = await corners(join(folder, `${variant}-0.webp`));
        const worst = Math.max(...found.map((grey, index) => Math.abs(grey - (upright[index] ?? Number.NaN))));
        expect(worst, `orientation ${orientation}, ${variant}`).toBeLessThan(4);
      }
    }
  });

  it.each([
    ["photos/DSCN0010.jpg", "image/jpeg"],
    ["photos/IMG_5195.HEIC", "image/heic"],
  ])("leaves no EXIF, GPS, XMP or profile of %s", async (name, mediaType) => {
    const { exif } = await sharp(corpusFile(name)).metadata();
    // The GPS directory is EXIF tag 0x8825, in either byte order: proof that there was something to strip.
    expect(exif?.includes(Buffer.from([0x88, 0x25])) || exif?.includes(Buffer.from([0x25, 0x88]))).toBe(true);
    for (const { fileName } of await deriveImage(corpusFile(name), mediaType, folder)) {
      const { exif, xmp, icc, iptc, orientation } = await sharp(join(folder, fileName)).metadata();
      expect({ exif, xmp, icc, iptc, orientation }).toEqual({});
    }
  });

  it("leaves nothing of a payload hidden in metadata", async () => {
    const name = "hostile-uploads/payload_in_all_known_metadata.jpg";
    expect((await readFile(corpusFile(name), "latin1")).includes("<script")).toBe(true);
    for (const { fileName } of await deriveImage(corpusFile(name), "image/jpeg", folder)) {
      expect((await readFile(join(folder, fileName), "latin1")).includes("<script")).toBe(false);
    }
  });

  it("shrinks a large photo to 2560 px and never enlarges a small one", async () => {
    const path = join(folder, "wide.png");
    await sharp({ create: { width: 6000, height: 1500, channels: 3, background: "teal" } })
      .png()
      .toFile(path);
    const [thumb, display] = await deriveImage(path, "image/png", folder);
    expect(display).toMatchObject({ width: 2560, height: 640 });
    expect(thumb).toMatchObject({ width: 320, height: 80 });
  });

  it("puts a clear background on white, so that black print stays legible", async () => {
    const path = join(folder, "clear.png");
    await sharp({ create: { width: 8, height: 8, channels: 4, background: "#00000000" } })
      .png()
      .toFile(path);
    await deriveImage(path, "image/png", folder);
    const { channels, isOpaque } = await sharp(join(folder, "display-0.webp")).stats();
    expect(isOpaque).toBe(true);
    expect(channels[0]?.min).toBeGreaterThan(250);
  });

  it("shows every page of a TIFF scan", async () => {
    const path = join(folder, "scan.tiff");
    const stripes = { create: { width: 40, height: 90, channels: 3, background: "white" } } as const;
    await sharp(await sharp(stripes).raw().toBuffer(), { raw: { width: 40, height: 90, channels: 3, pageHeight: 30 } })
      .tiff()
      .toFile(path);
    const derivatives = await deriveImage(path, "image/tiff", folder);
    expect(derivatives.map(({ variant, page, height }) => [variant, page, height])).toEqual([
      ["thumb", 0, 30],
      ["display", 0, 30],
      ["display", 1, 30],
      ["display", 2, 30],
    ]);
  });

  it("reads AVIF", async () => {
    const path = join(folder, "photo.avif");
    await sharp({ create: { width: 64, height: 48, channels: 3, background: "teal" } })
      .avif()
      .toFile(path);
    expect((await deriveImage(path, "image/avif", folder))[1]).toMatchObject({ width: 64, height: 48 });
  });

  it("judges a BMP by its header before decoding, and refuses a header cut short", async () => {
    const bmp = await readFile(corpusFile("photos/fixture.bmp"));
    const path = join(folder, "flood.bmp");
    const flood = Buffer.from(bmp);
    flood.writeInt32LE(60_000, 18);
    flood.writeInt32LE(-60_000, 22);
    await writeFile(path, flood);
    await expect(deriveImage(path, "image/bmp", folder)).rejects.toMatchObject({ refusal: "file_too_many_pixels" });
    await writeFile(path, bmp.subarray(0, 20));
    await expect(deriveImage(path, "image/bmp", folder)).rejects.toMatchObject({ refusal: "file_broken" });
  });

  it("judges a HEIC by its header before decoding, and refuses one cut short", async () => {
    const heic = await readFile(corpusFile("photos/fixture-mif1.heic"));
    const path = join(folder, "flood.heic");
    // Every "ispe" box (image size): 4 bytes of version, then width and height, big-endian.
    const flood = Buffer.from(heic);
    for (let at = flood.indexOf("ispe"); at >= 0; at = flood.indexOf("ispe", at + 4)) {
      flood.writeUInt32BE(30_000, at + 8);
      flood.writeUInt32BE(30_000, at + 12);
    }
    await writeFile(path, flood);
    await expect(deriveImage(path, "image/heic", folder)).rejects.toMatchObject({ refusal: "file_too_many_pixels" });
    await writeFile(path, heic.subarray(0, heic.length / 2));
    await expect(deriveImage(path, "image/heic", folder)).rejects.toMatchObject({ refusal: "file_broken" });
  });
});
