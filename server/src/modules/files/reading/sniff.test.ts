import { readFile } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { maxFileBytes } from "./limits.ts";
import { refusalOfSize, sniffBytes } from "./sniff.ts";
import { corpusFile } from "./testing/corpus.ts";

const sniff = async (name: string) => sniffBytes(await readFile(corpusFile(name)));

describe("sniffBytes", () => {
  it.each([
    ["photos/landscape_1.jpg", "image/jpeg", "image"],
    ["photos/IMG_5195.HEIC", "image/heic", "image"],
    ["photos/fixture-mif1.heic", "image/heif", "image"],
    ["photos/fixture.webp", "image/webp", "image"],
    ["photos/DudleyLeavittUtah.tiff", "image/tiff", "image"],
    ["hostile-uploads/derived/pdf-named.jpg", "application/pdf", "pdf"],
  ])("%s is %s whatever its name says", async (name, mediaType, kind) => {
    expect(await sniff(name)).toEqual({ mediaType, kind });
  });

  it("refuses types outside the allowlist, known or not", async () => {
    const refused = { refusal: "file_unsupported" };
    expect(await sniff("photos/fixture.jp2")).toEqual(refused);
    expect(await sniff("hostile-uploads/SVG_XSS_green_triangle.svg")).toEqual(refused);
    expect(await sniff("hostile-uploads/xss.html")).toEqual(refused);
  });

  it("refuses an empty file, and one above the size limit before looking into it", () => {
    expect(refusalOfSize(0)).toBe("file_empty");
    expect(refusalOfSize(maxFileBytes)).toBeNull();
    expect(refusalOfSize(maxFileBytes + 1)).toBe("file_too_large");
  });
});
