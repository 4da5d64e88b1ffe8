import { readFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { corpusFile } from "./corpus.ts";

// Small files that promise, or are, far too much. Built here from the formats' own rules, so that what each of them lies about
// can be read.

const u16 = (value: number) => Buffer.from([value & 255, value >> 8]);
const u24 = (value: number) => Buffer.from([value & 255, (value >> 8) & 255, value >> 16]);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const big32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};
const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#eee" }, limitInputPixels: false });

/** An ISO base media file whose picture says in all its size boxes (`ispe`) that it is that large. */
function claiming(file: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(file);
  for (let at = bytes.indexOf("ispe"); at >= 0; at = bytes.indexOf("ispe", at + 4)) {
    bytes.writeUInt32BE(width, at + 8);
    bytes.writeUInt32BE(height, at + 12);
  }
  return bytes;
}

const box = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([big32(body.length + 8), Buffer.from(type, "latin1"), body]);
};
const full = (type: string, version: number, ...parts: Buffer[]) => box(type, big32(version << 24), ...parts);
const be16 = (value: number) => Buffer.from([value >> 8, value & 255]);

/** A HEIC of so many pictures, each of them a grid made of the next, and the last of the first. */
function heicOfGrids(count: number): Buffer {
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const grid = Buffer.from([0, 0, 15, 15, 0x10, 0, 0x10, 0]);
  const infos = ids.map((id) => full("infe", 2, be16(id), be16(0), Buffer.from("grid\0", "latin1")));
  const places = ids.map((id) => Buffer.concat([be16(id), be16(1), be16(0), be16(1), big32(0), big32(8)]));
  const parts = ids.map((id) =>
    box("dimg", be16(id), be16(256), ...Array.from({ length: 256 }, () => be16((id % count) + 1))),
  );
  const sizes = ids.map((id) => Buffer.concat([be16(id), Buffer.from([1, 0x81])]));
  return Buffer.concat([
    box("ftyp", Buffer.from("heic\0\0\0\0mif1heic", "latin1")),
    full(
      "meta",
      0,
      full("hdlr", 0, big32(0), Buffer.from("pict", "latin1"), Buffer.alloc(13)),
      full("pitm", 0, be16(1)),
      full("iinf", 0, be16(count), ...infos),
      full("iloc", 1, Buffer.from([0x44, 0x00]), be16(count), ...places),
      box("iprp", box("ipco", full("ispe", 0, big32(4096), big32(4096))), full("ipma", 0, big32(count), ...sizes)),
      full("iref", 0, ...parts),
      box("idat", grid),
    ),
  ]);
}

const riff = (...chunks: Buffer[]) => {
  const body = Buffer.concat([Buffer.from("WEBP", "latin1"), ...chunks]);
  return Buffer.concat([Buffer.from("RIFF", "latin1"), u32(body.length), body]);
};
const chunk = (name: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(name, "latin1"), u32(body.length), body, Buffer.alloc(body.length % 2)]);
};

/** An animated WebP on a canvas of that size, with the same tiny frame over and over. */
async function webp(width: number, height: number, frames: number): Promise<Buffer> {
  const tiny = (await flat(1, 1).webp({ lossless: true }).toBuffer()).subarray(12);
  const frame = chunk("ANMF", u24(0), u24(0), u24(0), u24(0), u24(10), Buffer.from([0]), tiny);
  return riff(
    chunk("VP8X", Buffer.from([2, 0, 0, 0]), u24(width - 1), u24(height - 1)),
    chunk("ANIM", u32(0), u16(0)),
    ...Array.from({ length: frames }, () => frame),
  );
}

const entry = (tag: number, type: 3 | 4, count: number, value: number) =>
  Buffer.concat([u16(tag), u16(type), u32(count), u32(value)]);
/** A page of a TIFF: black and white, its rows anywhere in the file. */
function directory(width: number, height: number, next: number, { count = 1, subDirectory = 0 } = {}): Buffer {
  const entries = [
    entry(256, 4, 1, width),
    entry(257, 4, 1, height),
    entry(258, 3, 1, 1),
    entry(259, 3, 1, 1),
    entry(262, 3, 1, 1),
    entry(273, 4, count, 8),
    entry(277, 3, 1, 1),
    entry(278, 4, 1, height),
    entry(279, 4, count, 8),
    ...(subDirectory > 0 ? [entry(330, 4, 1, subDirectory)] : []),
  ];
  return Buffer.concat([u16(entries.length), ...entries, u32(next)]);
}
const tiff = (...pages: Buffer[]) => Buffer.concat([Buffer.from("II*\0", "latin1"), u32(8), ...pages]);
const ONE = directory(8, 8, 0).length;

const png = (...chunks: [name: string, body: Buffer][]) =>
  Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    ...chunks.map(([name, body]) => {
      const named = Buffer.concat([Buffer.from(name, "latin1"), body]);
      return Buffer.concat([big32(body.length), named, big32(crc32(named))]);
    }),
  ]);
const header = (width: number, height: number) =>
  ["IHDR", Buffer.concat([big32(width), big32(height), Buffer.from([1, 0, 0, 0, 0])])] as [string, Buffer];

const gif = (width: number, height: number, frames: number) =>
  Buffer.concat([
    Buffer.from("GIF89a", "latin1"),
    u16(width),
    u16(height),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    ...Array.from({ length: frames }, () => Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0])),
    Buffer.from([0x3b]),
  ]);

/** A progressive JPEG with the same scan thousands of times over: each goes through the whole picture anew. */
async function jpegOfScans(scans: number): Promise<Buffer> {
  const whole = await flat(8000, 8000).jpeg({ progressive: true }).toBuffer();
  const last = whole.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = whole.subarray(last, -2);
  return Buffer.concat([whole.subarray(0, -2), ...Array.from({ length: scans }, () => scan), whole.subarray(-2)]);
}

/** By what each of them is. */
export const bombs: Record<string, () => Buffer | Promise<Buffer>> = {
  "HEIC that claims 60,000 × 60,000": () => claiming(readFileSync(corpusFile("photos/IMG_5195.HEIC")), 60_000, 60_000),
  "HEIC that claims 2³²−1 × 2³²−1": () =>
    claiming(readFileSync(corpusFile("photos/IMG_5195.HEIC")), 0xffff_ffff, 0xffff_ffff),
  "HEIC that claims one pixel": () => claiming(readFileSync(corpusFile("photos/IMG_5195.HEIC")), 1, 1),
  "HEIC of 200 grids, each made of the next and the last of the first": () => heicOfGrids(200),
  "AVIF that claims 65,535 × 65,535": async () => claiming(await flat(64, 64).avif().toBuffer(), 65_535, 65_535),
  "AVIF that claims 8 × 8 and is 6,000 × 6,000": async () =>
    claiming(await flat(6000, 6000).avif({ effort: 0 }).toBuffer(), 8, 8),
  "WebP on a canvas of 16 million × 16 million": () => webp(2 ** 24, 2 ** 24, 1),
  "WebP on a canvas of 16,000 × 16,000": () => webp(16_000, 16_000, 1),
  "WebP of 50,000 frames": () => webp(100, 100, 50_000),
  "TIFF of 100,000 × 100,000 in a few bytes": () => tiff(directory(100_000, 100_000, 0)),
  "TIFF of 2³²−1 × 2³²−1": () => tiff(directory(0xffff_ffff, 0xffff_ffff, 0)),
  "TIFF whose page is its own next page": () => tiff(directory(8, 8, 8)),
  "TIFF whose two pages follow each other": () => tiff(directory(8, 8, 8 + ONE), directory(8, 8, 8)),
  "TIFF of 60,000 pages": () =>
    tiff(...Array.from({ length: 60_000 }, (_, i) => directory(8, 8, i === 59_999 ? 0 : 8 + (i + 1) * ONE))),
  "TIFF whose second page is the flood": () => tiff(directory(8, 8, 8 + ONE), directory(60_000, 60_000, 0)),
  "TIFF whose directory holds itself": () => tiff(directory(8, 8, 0, { subDirectory: 8 })),
  "TIFF of four billion strips": () => tiff(directory(64, 64, 0, { count: 0xffff_fff0 })),
  "GIF on a canvas of 65,535 × 65,535": () => gif(65_535, 65_535, 1),
  "GIF of 200,000 frames": () => gif(1, 1, 200_000),
  "PNG whose colour profile unpacks to 500 MB": () =>
    png(
      header(8, 8),
      ["iCCP", Buffer.concat([Buffer.from("icc\0\0", "latin1"), deflateSync(Buffer.alloc(500_000_000))])],
      ["IDAT", deflateSync(Buffer.alloc(16))],
      ["IEND", Buffer.alloc(0)],
    ),
  "PNG whose 8 × 8 pixels unpack to 500 MB": () =>
    png(header(8, 8), ["IDAT", deflateSync(Buffer.alloc(500_000_000))], ["IEND", Buffer.alloc(0)]),
  "PNG of 2³¹−1 × 2³¹−1": () => png(header(2 ** 31 - 1, 2 ** 31 - 1), ["IDAT", deflateSync(Buffer.alloc(16))]),
  "JPEG of 64 MP in 3,000 scans": () => jpegOfScans(3000),
};
