import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createDerivePool, type DerivePool } from "./derive-pool.ts";
import type { DeriveResult } from "./derive-result.ts";
import { corpusFile, corpusNames } from "./testing/corpus.ts";
import { album, sourceOf } from "./testing/pictures.ts";

// Every file of e2e/corpus and what becomes of it: a refusal code, or the sizes of the display pictures, page by page.
const outcomes: Record<string, string> = {
  "hostile-uploads/PHP_exif_phpinfo.jpg": "image/jpeg 640x356",
  "hostile-uploads/POC_img_phpinfo-CR.gif": "file_broken",
  "hostile-uploads/SVG_XSS1.svg": "file_unsupported",
  "hostile-uploads/SVG_XSS_green_triangle.svg": "file_unsupported",
  "hostile-uploads/SVG_XSS_nested_svg.svg": "file_unsupported",
  "hostile-uploads/attachment.pdf": "application/pdf 1236x1600",
  "hostile-uploads/billion-laughs.xml": "file_unsupported",
  "hostile-uploads/derived/pdf-named.jpg": "application/pdf 1131x1600",
  "hostile-uploads/derived/png-bomb-20000x20000-1bit.png": "file_too_many_pixels",
  "hostile-uploads/derived/truncated-lab-photo.jpg": "image/jpeg 960x1280 incomplete",
  "hostile-uploads/derived/zip-bomb-100MB.zip": "file_unsupported",
  "hostile-uploads/eicar.txt": "file_unsupported",
  // Protected against editing only: it opens with an empty password, as in every viewer.
  "hostile-uploads/empty_protected.pdf": "application/pdf 1236x1600 blank",
  "hostile-uploads/evaljs.pdf": "application/pdf 1236x1600 1236x1600",
  "hostile-uploads/fixture-corrupt.png": "file_unsupported",
  "hostile-uploads/fixture-json.webp": "file_unsupported",
  "hostile-uploads/fixture.docm": "file_unsupported",
  "hostile-uploads/fixture.elf": "file_unsupported",
  "hostile-uploads/fixture.exe": "file_unsupported",
  "hostile-uploads/fixture.swf": "file_unsupported",
  "hostile-uploads/helloworld-bad.pdf": "application/pdf 800x800",
  "hostile-uploads/invalid-filenames-microsoft.txt": "file_unsupported",
  "hostile-uploads/issue9105_other.pdf": "application/pdf 1236x1600",
  "hostile-uploads/payload_in_all_known_metadata.jpg": "image/jpeg 229x229",
  "hostile-uploads/phpinfo.jpg.php": "file_unsupported",
  "hostile-uploads/pixelflood-lottapixel.jpg": "file_too_many_pixels",
  "hostile-uploads/poppler-67295-0.pdf": "application/pdf 1236x1600",
  "hostile-uploads/xref_command_missing.pdf": "application/pdf 800x200",
  "hostile-uploads/xss.html": "file_unsupported",
  "hostile-uploads/xss.svgz": "file_unsupported",
  "hostile-uploads/xss.xml": "file_unsupported",
  "hostile-uploads/xss_comment_exif_metadata_double_quote.png": "image/png 100x100",
  "hostile-uploads/xxe-etc-passwd.xml": "file_unsupported",
  "hostile-uploads/zip-symlink-etc_passwd.zip": "file_unsupported",
  "lab-report-photos/bloodtestreport1_redacted.jpg": "image/jpeg 960x1280",
  "lab-report-photos/bloodtestreport2_redacted.jpg": "image/jpeg 1280x960",
  "lab-report-photos/scanned_lab_report_3pages.pdf": "application/pdf 1200x1600 1600x1200 1200x1600",
  "pdf/XiaoBiaoSong.pdf": "application/pdf 1182x1600",
  "pdf/google-doc-document.pdf": "application/pdf 1133x1600",
  "pdf/habibi-rotated.pdf": "application/pdf 1600x1131 1131x1600 1600x1131 1131x1600",
  "pdf/imagemagick-CCITTFaxDecode.pdf": "application/pdf 15x15",
  "pdf/noembed-identity.pdf": "application/pdf 1131x1600",
  "pdf/pdflatex-4-pages.pdf": "application/pdf 1131x1600 1131x1600 1131x1600 1131x1600",
  "pdf/pdflatex-forms.pdf": "application/pdf 1236x1600",
  "pdf/rotation.pdf": "application/pdf 1236x1600 1600x1236",
  "pdf/signed_verified.pdf": "application/pdf 1131x1600",
  "photos/DSCN0010.jpg": "image/jpeg 640x480",
  "photos/DudleyLeavittUtah.tiff": "image/tiff 196x257",
  "photos/IMG_5195.HEIC": "image/heic 1983x2560",
  "photos/cn-drug-package-front.jpg": "image/jpeg 1706x1279",
  "photos/fixture-mif1.heic": "image/heif 1440x960",
  "photos/fixture.bmp": "image/bmp 200x133",
  "photos/fixture.gif": "image/gif 200x133",
  "photos/fixture.jp2": "file_unsupported",
  "photos/fixture.webp": "image/webp 200x133",
  "photos/image00971.jpg": "image/jpeg 636x227",
  "photos/landscape_1.jpg": "image/jpeg 600x450",
  "photos/landscape_2.jpg": "image/jpeg 600x450",
  "photos/landscape_3.jpg": "image/jpeg 600x450",
  "photos/landscape_4.jpg": "image/jpeg 600x450",
  "photos/landscape_5.jpg": "image/jpeg 600x450",
  "photos/landscape_6.jpg": "image/jpeg 600x450",
  "photos/landscape_7.jpg": "image/jpeg 600x450",
  "photos/landscape_8.jpg": "image/jpeg 600x450",
};

function inShort(result: DeriveResult): string {
  if (!result.ok) return result.refusal;
  const display = result.derivatives.filter(({ variant }) => variant === "display");
  return [
    result.mediaType,
    ...display.map(({ width, height, flaw }) => [`${width}x${height}`, flaw ?? []].flat().join(" ")),
  ].join(" ");
}

let pool: DerivePool;

beforeAll(() => {
  // Half of the usual memory: floods and bombs are turned away by their headers, not by a rescue.
  pool = createDerivePool({ maxResidentBytes: 768 * 1024 * 1024 });
});
afterAll(() => pool.close());

describe("the corpus", () => {
  it("has an expected outcome for every file", () => {
    expect(Object.keys(outcomes).toSorted()).toEqual(corpusNames());
  });

  it.each(Object.entries(outcomes))("%s: %s", async (name, expected) => {
    const { keep, names } = album();
    const result = await pool.derive(sourceOf(corpusFile(name)), keep);
    expect(inShort(result)).toBe(expected);
    const derivatives = result.ok ? result.derivatives : [];
    const display = derivatives.filter(({ variant }) => variant === "display");
    expect(display.map(({ page }) => page)).toEqual(display.map((_, index) => index));
    const thumbs = derivatives.filter(({ variant }) => variant === "thumb");
    expect(thumbs.length).toBe(result.ok ? 1 : 0);
    for (const { width, height } of thumbs) expect(Math.max(width, height)).toBeLessThanOrEqual(320);
    // Exactly the pictures named were given; of a refused file none.
    expect(names()).toEqual(derivatives.map(({ variant, page }) => `${variant}-${page}`).toSorted());
  });
});
