import { readFile } from "node:fs/promises";
import { crc32 as crcOf } from "node:zlib";

import sharp from "sharp";
import { describe, expect, it } from "vitest";

import { deriveFile } from "./derive-file.ts";
import type { DeriveResult } from "./derive-result.ts";
import { corpusFile } from "./testing/corpus.ts";
import { album } from "./testing/pictures.ts";
import { lockedPdf, pdfWithBadPages, pdfWithLockedAttachments } from "./testing/tiny-pdf.ts";

const read = async (
  bytes: Buffer,
): Promise<{ result: DeriveResult; names: string[]; at: (name: string) => Buffer }> => {
  const { keep, names, at } = album();
  const result = await deriveFile(bytes, (picture) => void keep(picture));
  return { result, names: names(), at };
};
const flawsOf = (result: DeriveResult) =>
  result.ok
    ? result.derivatives.filter(({ variant }) => variant === "display").map(({ flaw }) => flaw)
    : result.refusal;

/** A sheet as a phone sees it: the camera's noise, the shadow of a hand, and on it what is drawn. */
const sheet = (drawn: string, noise = 12) =>
  sharp({
    create: {
      width: 1700,
      height: 2300,
      channels: 3,
      background: "white",
      noise: { type: "gaussian", mean: 225, sigma: noise },
    },
  })
    .composite([
      {
        input: Buffer.from(
          `<svg width="1700" height="2300"><defs><linearGradient id="shadow"><stop offset="0" stop-opacity=".5"/><stop offset="1" stop-opacity="0"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#shadow)"/>${drawn}</svg>`,
        ),
      },
    ])
    .jpeg({ quality: 85 })
    .toBuffer();

describe("a picture without its end", () => {
  const photo = () => readFile(corpusFile("lab-report-photos/bloodtestreport1_redacted.jpg"));

  it.each([0.999, 0.9, 0.6, 0.3])("with %f of its bytes is shown as far as it goes", async (share) => {
    const whole = await photo();
    const { result, names } = await read(whole.subarray(0, Math.floor(whole.length * share)));
    expect(flawsOf(result)).toEqual(["incomplete"]);
    expect(names).toEqual(["display-0", "thumb-0"]);
  });

  it("a PNG too", async () => {
    const png = await sharp(await photo())
      .png()
      .toBuffer();
    expect(flawsOf((await read(png.subarray(0, png.length / 2))).result)).toEqual(["incomplete"]);
  });

  it("of which next to nothing is left is refused, and no picture of it is given", async () => {
    const { result, names } = await read((await photo()).subarray(0, 2000));
    expect(flawsOf(result)).toBe("file_broken");
    expect(names).toEqual([]);
  });
});

describe("a page with nothing on it", () => {
  it.each([
    ["clean", "", 1, ["blank"]],
    ["photographed in bad light", "", 22, ["blank"]],
    ["with one line of small print", '<text x="200" y="300" font-size="30">Scr 112 umol/L</text>', 12, [null]],
    ["with a stamp", '<circle cx="900" cy="900" r="120" stroke="red" stroke-width="8" fill="none"/>', 12, [null]],
  ] as const)("%s", async (_, drawn, noise, expected) => {
    expect(flawsOf((await read(await sheet(drawn, noise))).result)).toEqual(expected);
  });
});

describe("a PDF", () => {
  it("with a page that cannot be read shows the others, and a sheet in its place", async () => {
    const { result, names } = await read(Buffer.from(pdfWithBadPages([0, 2])));
    expect(flawsOf(result)).toEqual([null, "unreadable", null]);
    expect(names).toEqual(["display-0", "display-1", "display-2", "thumb-0"]);
  });

  it("whose first pages cannot be read shows the last", async () => {
    expect(flawsOf((await read(Buffer.from(pdfWithBadPages([2])))).result)).toEqual(["unreadable", "unreadable", null]);
  });

  it("of which no page can be read is not shown as if it were whole", async () => {
    expect(flawsOf((await read(Buffer.from(pdfWithBadPages([])))).result)).not.toContain(null);
  });

  it("whose attachments alone are locked is shown; one that is locked itself is not", async () => {
    expect(flawsOf((await read(Buffer.from(pdfWithLockedAttachments()))).result)).toEqual(["blank"]);
    expect(flawsOf((await read(Buffer.from(pdfWithLockedAttachments({ whole: true })))).result)).toBe("file_encrypted");
    expect(flawsOf((await read(Buffer.from(lockedPdf()))).result)).toBe("file_encrypted");
  });
});

describe("a picture that is very long", () => {
  /** Red above, blue below, as a phone stores it when held sideways (EXIF orientation 6: to be turned by 90°). */
  const long = async (orientation: number) => {
    const upright = sharp({ create: { width: 500, height: 6000, channels: 3, background: "red" } }).composite([
      { input: { create: { width: 500, height: 3000, channels: 3, background: "blue" } }, left: 0, top: 3000 },
    ]);
    const stored = orientation === 6 ? sharp(await upright.png().toBuffer()).rotate(-90) : upright;
    return stored.withMetadata({ orientation }).jpeg().toBuffer();
  };

  it.each([1, 6])("is shown in pieces from the top, upright (orientation %i)", async (orientation) => {
    const { result, at } = await read(await long(orientation));
    const pieces = flawsOf(result);
    expect(pieces.length).toBeGreaterThan(7);
    const colour = async (name: string) => {
      const { dominant } = await sharp(at(name)).stats();
      return dominant.r > dominant.b ? "red" : "blue";
    };
    expect(await colour("display-0")).toBe("red");
    expect(await colour(`display-${pieces.length - 1}`)).toBe("blue");
    const { width, height } = await sharp(at("display-1")).metadata();
    expect([width, (height ?? 0) > 700 && (height ?? 0) < 800]).toEqual([500, true]);
  });
});

it("an animation of one picture (APNG) is a picture", async () => {
  const png = await sharp({ create: { width: 80, height: 80, channels: 3, background: "teal" } })
    .png()
    .toBuffer();
  // After signature and header: the animation's own chunk, one frame, played for ever (APNG specification).
  const control = Buffer.from("000000086163544c00000001000000000000000000", "hex");
  control.writeUInt32BE(crcOf(control.subarray(4, 16)), 16);
  const animated = Buffer.concat([png.subarray(0, 33), control.subarray(0, 20), png.subarray(33)]);
  expect((await read(animated)).result).toMatchObject({ ok: true, mediaType: "image/apng" });
});

it("a HEIC keeps the colours that its profile (Display P3) gives them", async () => {
  const heic = await readFile(corpusFile("photos/IMG_5195.HEIC"));
  const { at } = await read(heic);
  const unprofiled = Buffer.from(heic);
  for (let place = heic.indexOf("colrprof"); place >= 0; place = heic.indexOf("colrprof", place + 1))
    unprofiled.write("free", place, "latin1");
  const plain = (await read(unprofiled)).at("display-0");
  const mean = async (picture: Buffer) => (await sharp(picture).stats()).channels.map((channel) => channel.mean);
  const [managed, dull] = [await mean(at("display-0")), await mean(plain)];
  // P3's red reaches further than sRGB's: the same number means a stronger red.
  const spread = ([r = 0, , b = 0]: number[]) => Math.abs(r - b);
  expect(spread(managed)).toBeGreaterThan(spread(dull) + 0.5);
});
