import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { getDocument, PasswordException, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import sharp, { type Sharp } from "sharp";
import type { PageFlaw } from "@fuzhen/shared/files/file.schema.ts";

import { withoutLockOfAttachments } from "./attachments-only.ts";
import type { Derivative, KeepPicture, Picture } from "./derive-result.ts";
import { maxPages, maxPageScale, maxPixels, pageSide } from "./limits.ts";
import { orBroken, RefusedFile } from "./refusal.ts";
import { isBlank } from "./page-flaws.ts";
import { encodeWebp, thumbOf, withoutData } from "./encode-webp.ts";

const require = createRequire(import.meta.url);
const pdfjsFolder = dirname(require.resolve("pdfjs-dist/package.json"));

/**
 * Chinese hospital systems often leave the fonts out of their PDFs, and a container has none. The generic families are
 * what pdf.js falls back to, so they are given a font that has all the characters. The worker starts with the system's
 * fonts switched off (see derive-pool.ts): the same report looks the same on every machine.
 */
function registerFallbackFonts(): void {
  if (GlobalFonts.has("Noto Sans SC")) return;
  const font = require.resolve("@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf");
  for (const family of ["Noto Sans SC", "sans-serif", "serif", "monospace"]) GlobalFonts.registerFromPath(font, family);
}

/**
 * pdf.js 6 compiles nothing with eval (its isEvalSupported switch is gone) and scripts of a document run only in the
 * viewer's sandbox, which is never loaded here. XFA stays off: dynamic forms are a second, larger attack surface.
 */
function openPdf(data: Uint8Array) {
  return getDocument({
    data,
    enableXfa: false,
    // A damaged file is shown as far as it can be read, as every viewer does.
    stopAtErrors: false,
    cMapUrl: join(pdfjsFolder, "cmaps/"),
    cMapPacked: true,
    standardFontDataUrl: join(pdfjsFolder, "standard_fonts/"),
    wasmUrl: join(pdfjsFolder, "wasm/"),
    iccUrl: join(pdfjsFolder, "iccs/"),
    maxImageSize: maxPixels,
    canvasMaxAreaInBytes: 4 * pageSide * pageSide,
    verbosity: 0,
  });
}

/** Skia's context draws all that pdf.js asks for, but its type lacks drawFocusIfNeeded, which makes sense in a DOM only. */
function drawsLikeTheDom(context: object): context is CanvasRenderingContext2D {
  return "drawImage" in context && "fillText" in context;
}

async function renderPage(document: PDFDocumentProxy, page: number) {
  const proxy = await document.getPage(page + 1);
  // The viewport already carries the page's own rotation.
  const { width, height } = proxy.getViewport({ scale: 1 });
  if (!(width > 0 && height > 0)) throw new RefusedFile("file_broken");
  const scale = Math.min(pageSide / Math.max(width, height), maxPageScale);
  const canvas = createCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext("2d");
  const viewport = proxy.getViewport({ scale });
  if (!drawsLikeTheDom(context)) throw new Error("@napi-rs/canvas has lost its 2d context");
  await proxy.render({ canvas: null, canvasContext: context, viewport, background: "white" }).promise;
  proxy.cleanup();
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
  return sharp(pixels, { raw: { width: canvas.width, height: canvas.height, channels: 4 } });
}

/** Opens it; one whose attachments alone are locked is opened without them. */
async function openUnlocked(bytes: Buffer): Promise<PDFDocumentProxy> {
  // pdf.js takes ownership of the bytes, and does not accept a Buffer.
  const open = (data: Buffer) =>
    openPdf(new Uint8Array(data)).promise.catch((cause: unknown) => {
      throw cause instanceof PasswordException ? new RefusedFile("file_encrypted", cause) : cause;
    });
  try {
    return await open(bytes);
  } catch (error) {
    const unlocked =
      error instanceof RefusedFile && error.refusal === "file_encrypted" ? withoutLockOfAttachments(bytes) : null;
    if (!unlocked) throw error;
    return open(unlocked);
  }
}

/** A plain sheet of A4, in the place of a page that cannot be read. */
const emptySheet = () =>
  sharp({
    create: { width: Math.round(pageSide / Math.SQRT2), height: pageSide, channels: 3, background: "#f2f2f2" },
  });

/** One page, or the sheet in its place: what is wrong with one holds up none of the others. */
async function drawPage(document: PDFDocumentProxy, page: number): Promise<{ picture: Sharp; flaw: PageFlaw | null }> {
  try {
    return { picture: await orBroken(() => renderPage(document, page)), flaw: null };
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error;
    return { picture: emptySheet(), flaw: "unreadable" };
  }
}

/**
 * Emits `display` for each page, at most so many, and `thumb` of page 0. Throws RefusedFile when the file is at fault, or none of its pages
 * can be read.
 */
export async function derivePdf(bytes: Buffer, keep: KeepPicture, most = maxPages): Promise<Derivative[]> {
  registerFallbackFonts();
  const document = await orBroken(() => openUnlocked(bytes));
  try {
    if (document.numPages > maxPages) throw new RefusedFile("file_too_many_pages");
    const derivatives: Derivative[] = [];
    // Of a file that is refused no picture is given, so the sheets before the first page that can be read wait for it.
    let waiting: Picture[] = [];
    let read = false;
    for (let page = 0; page < Math.min(document.numPages, most); page++) {
      const { picture, flaw } = await drawPage(document, page);
      const made = page === 0 ? await thumbOf(picture.clone()) : [];
      const display = await encodeWebp(picture, { variant: "display", page, maxSide: pageSide });
      made.push({ ...display, flaw: flaw ?? ((await isBlank(display)) ? "blank" : null) });
      waiting.push(...made);
      read ||= flaw !== "unreadable";
      if (!read) continue;
      for (const each of waiting) keep(each);
      derivatives.push(...waiting.map(withoutData));
      waiting = [];
    }
    if (!read) throw new RefusedFile("file_broken");
    return derivatives;
  } finally {
    await document.loadingTask.destroy();
  }
}
