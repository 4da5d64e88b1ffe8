import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { maxFileBytes } from "./limits.ts";
import { sniffFile } from "./sniff.ts";
import { corpusFile } from "./testing/corpus.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fuzhen-sniff-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("sniffFile", () => {
  it.each([
    ["photos/landscape_1.jpg", "image/jpeg", "image"],
    ["photos/IMG_5195.HEIC", "image/heic", "image"],
    ["photos/fixture-mif1.heic", "image/heif", "image"],
    ["photos/fixture.webp", "image/webp", "image"],
    ["photos/DudleyLeavittUtah.tiff", "image/tiff", "image"],
    ["hostile-uploads/derived/pdf-named.jpg", "application/pdf", "pdf"],
  ])("%s is %s whatever its name says", async (name, mediaType, kind) => {
    expect(await sniffFile(corpusFile(name))).toEqual({ mediaType, kind });
  });

  it("refuses types outside the allowlist, known or not", async () => {
    const refused = { refusal: "file_unsupported" };
    expect(await sniffFile(corpusFile("photos/fixture.jp2"))).toEqual(refused);
    expect(await sniffFile(corpusFile("hostile-uploads/SVG_XSS_green_triangle.svg"))).toEqual(refused);
    expect(await sniffFile(corpusFile("hostile-uploads/xss.html"))).toEqual(refused);
  });

  it("refuses an empty file", async () => {
    const path = join(folder, "empty.pdf");
    await writeFile(path, "");
    expect(await sniffFile(path)).toEqual({ refusal: "file_empty" });
  });

  it("refuses a file above the size limit before looking into it", async () => {
    const path = join(folder, "large.jpg");
    const file = await open(path, "w");
    await file.truncate(maxFileBytes + 1);
    await file.close();
    expect(await sniffFile(path)).toEqual({ refusal: "file_too_large" });
  });

  it("throws, and blames no file, when there is nothing to open", async () => {
    await expect(sniffFile(join(folder, "missing.jpg"))).rejects.toThrow("ENOENT");
  });
});
