import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";

import { createDerivePool, type DerivePool } from "./derive-pool.ts";
import type { DeriveResult } from "./derive-result.ts";
import { bombs } from "./testing/bombs.ts";
import { album } from "./testing/pictures.ts";

let pool: DerivePool;
beforeAll(() => {
  // Half of the memory, and the first try's time: whatever needs more holds a reader that others wait for.
  pool = createDerivePool({ maxResidentBytes: 768 * 1024 * 1024, timeoutMs: 10_000 });
});
afterAll(() => pool.close());

const inShort = (result: DeriveResult): string =>
  result.ok
    ? result.derivatives
        .flatMap(({ variant, width, height }) => (variant === "thumb" ? [] : `${width}x${height}`))
        .join(" ")
    : result.refusal;

/** What becomes of each: refused by its header, or shown as small as it is; never by the clock or the memory's limit. */
const outcomes: Record<string, string> = {
  "HEIC that claims 60,000 × 60,000": "file_too_many_pixels",
  "HEIC that claims 2³²−1 × 2³²−1": "file_broken",
  "HEIC that claims one pixel": "file_broken",
  "HEIC of 200 grids, each made of the next and the last of the first": "file_broken",
  "AVIF that claims 65,535 × 65,535": "file_too_many_pixels",
  "AVIF that claims 8 × 8 and is 6,000 × 6,000": "file_broken",
  "WebP on a canvas of 16 million × 16 million": "file_broken",
  "WebP on a canvas of 16,000 × 16,000": "file_too_many_pixels",
  "WebP of 50,000 frames": "100x100",
  "TIFF of 100,000 × 100,000 in a few bytes": "file_too_many_pixels",
  "TIFF of 2³²−1 × 2³²−1": "file_broken",
  "TIFF whose page is its own next page": "8x8",
  "TIFF whose two pages follow each other": "8x8 8x8",
  "TIFF of 60,000 pages": "file_too_many_pages",
  "TIFF whose second page is the flood": "file_too_many_pixels",
  "TIFF whose directory holds itself": "8x8",
  "TIFF of four billion strips": "64x64",
  "GIF on a canvas of 65,535 × 65,535": "1x1",
  "GIF of 200,000 frames": "1x1",
  "PNG whose colour profile unpacks to 500 MB": "8x8",
  "PNG whose 8 × 8 pixels unpack to 500 MB": "8x8",
  "PNG of 2³¹−1 × 2³¹−1": "file_broken",
  "JPEG of 64 MP in 3,000 scans": "file_broken",
};

it("every bomb has its outcome", () => {
  expect(Object.keys(outcomes)).toEqual(Object.keys(bombs));
});

it.each(Object.entries(outcomes))(
  "%s: %s",
  async (name, expected) => {
    const bytes = (await bombs[name]?.()) ?? Buffer.alloc(0);
    const read = () => Readable.from([bytes], { objectMode: false });
    expect(inShort(await pool.derive({ bytes: bytes.length, read }, album().keep))).toBe(expected);
  },
  60_000,
);
