import { readFile } from "node:fs/promises";

import sharp from "sharp";
import { describe, expect, it } from "vitest";

import { deriveImage } from "./derive-image.ts";
import { corpusFile } from "./testing/corpus.ts";
import { album } from "./testing/pictures.ts";

const corpus = (name: string) => readFile(corpusFile(name));

/** The pictures of a file, by name. */
async function derive(bytes: Buffer, mediaType: string) {
  const { keep, at, names } = album();
  const derivatives = await deriveImage(bytes, mediaType, (picture) => void keep(picture));
  return { derivatives, at, pictures: names().map(at) };
}

/** Mean grey of the four corners, clockwise from the top left: enough to tell all eight orientations apart. */
async function corners(picture: Buffer): Promise<number[]> {
  const { width, height } = await sharp(picture).metadata();
  const [w, h] = [Math.round(width / 6), Math.round(height / 6)];
  const places = [
    [0, 0],
    [width - w, 0],
    [width - w, height - h],
    [0, height - h],
  ] as const;
  return Promise.all(
    places.map(async ([left, top]) => {
      const corner = await sharp(picture).extract({ left, top, width: w, height: h }).greyscale().toBuffer();
      return (await sharp(corner).stats()).channels[0]?.mean ?? Number.NaN;
    }),
  );
}

describe("deriveImage", () => {
  it("turns all eight EXIF orientations upright", async () => {
    const upright = await corners(await corpus("photos/landscape_1.jpg"));
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { at } = await derive(await corpus(`photos/landscape_${orientation}.jpg`), "image/jpeg");
      for (const variant of ["display", "thumb"]) {
        const found = await corners(at(`${variant}-0`));
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
    const { pictures } = await derive(await corpus(name), mediaType);
    expect(pictures).toHaveLength(2);
    for (const picture of pictures) {
      const { exif, xmp, icc, iptc, orientation } = await sharp(picture).metadata();
      expect({ exif, xmp, icc, iptc, orientation }).toEqual({});
    }
  });

  it("leaves nothing of a payload hidden in metadata", async () => {
    const name = "hostile-uploads/payload_in_all_known_metadata.jpg";
    expect((await corpus(name)).includes("<script")).toBe(true);
    const { pictures } = await derive(await corpus(name), "image/jpeg");
    expect(pictures).toHaveLength(2);
    for (const picture of pictures) expect(picture.includes("<script")).toBe(false);
  });

  it("shrinks a large photo to 2560 px and never enlarges a small one", async () => {
    const wide = await sharp({ create: { width: 6000, height: 2400, channels: 3, background: "teal" } })
      .png()
      .toBuffer();
    const [thumb, display] = (await derive(wide, "image/png")).derivatives;
    expect(display).toMatchObject({ width: 2560, height: 1024 });
    expect(thumb).toMatchObject({ width: 320, height: 128 });
  });

  it("puts a clear background on white, so that black print stays legible", async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: "#00000000" } })
      .png()
      .toBuffer();
    const { at } = await derive(clear, "image/png");
    const { channels, isOpaque } = await sharp(at("display-0")).stats();
    expect(isOpaque).toBe(true);
    expect(channels[0]?.min).toBeGreaterThan(250);
  });

  it("shows every page of a TIFF scan", async () => {
    const stripes = { create: { width: 40, height: 90, channels: 3, background: "white" } } as const;
    const scan = await sharp(await sharp(stripes).raw().toBuffer(), {
      raw: { width: 40, height: 90, channels: 3, pageHeight: 30 },
    })
      .tiff()
      .toBuffer();
    const { derivatives } = await derive(scan, "image/tiff");
    expect(derivatives.map(({ variant, page, height }) => [variant, page, height])).toEqual([
      ["thumb", 0, 30],
      ["display", 0, 30],
      ["display", 1, 30],
      ["display", 2, 30],
    ]);
  });

  it("reads AVIF", async () => {
    const avif = await sharp({ create: { width: 64, height: 48, channels: 3, background: "teal" } })
      .avif()
      .toBuffer();
    expect((await derive(avif, "image/avif")).derivatives[1]).toMatchObject({ width: 64, height: 48 });
  });

  it("judges a BMP by its header before decoding, and refuses a header cut short", async () => {
    const bmp = await corpus("photos/fixture.bmp");
    const flood = Buffer.from(bmp);
    flood.writeInt32LE(60_000, 18);
    flood.writeInt32LE(-60_000, 22);
    await expect(derive(flood, "image/bmp")).rejects.toMatchObject({ refusal: "file_too_many_pixels" });
    await expect(derive(bmp.subarray(0, 20), "image/bmp")).rejects.toMatchObject({ refusal: "file_broken" });
  });

  it("judges a HEIC by its header before decoding, and refuses one cut short", async () => {
    const heic = await corpus("photos/fixture-mif1.heic");
    // Every "ispe" box (image size): 4 bytes of version, then width and height, big-endian.
    const flood = Buffer.from(heic);
    for (let at = flood.indexOf("ispe"); at >= 0; at = flood.indexOf("ispe", at + 4)) {
      flood.writeUInt32BE(30_000, at + 8);
      flood.writeUInt32BE(30_000, at + 12);
    }
    await expect(derive(flood, "image/heic")).rejects.toMatchObject({ refusal: "file_too_many_pixels" });
    await expect(derive(heic.subarray(0, heic.length / 2), "image/heic")).rejects.toMatchObject({
      refusal: "file_broken",
    });
  });
});
