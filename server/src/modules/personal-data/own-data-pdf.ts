import { createRequire } from "node:module";
import { setImmediate as breathe } from "node:timers/promises";
import PdfDocument from "pdfkit";
import type { WholePatient } from "../patients/index.ts";
import { sections, type OwnData, type Section } from "./own-data.ts";
import { entryOf, identityLines, momentOf } from "./own-data-lines.ts";
import type { Words } from "./own-data.words.ts";

/** Has every character of names and papers in Chinese (OFL-1.1); what is used of it is set into the file. */
const FONT = createRequire(import.meta.url).resolve(
  "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
);
const MARGIN = 56;
const sizes = { title: 20, section: 14, head: 11, body: 10, foot: 8 };

/**
 * The file for people: A4, one column, in the order in which one asks. Pieces come as pages are done; what waits to be taken is
 * never more than a few of them, and none is made before.
 */
export async function* pdfOf(
  patient: WholePatient,
  { madeAt, words, data }: { madeAt: Date; words: Words; data: AsyncIterable<OwnData> },
): AsyncGenerator<Uint8Array> {
  // The font is named from the start: without it pdfkit reads one of its own, which has no Chinese.
  const pdf = new PdfDocument({
    size: "A4",
    margin: MARGIN,
    font: FONT,
    autoFirstPage: false,
    info: { Title: "", Author: "" },
  });
  numberPages(pdf, words);
  pdf.addPage();
  pdf.fontSize(sizes.title).text(words.title(patient.name));
  pdf
    .fontSize(sizes.body)
    .text(words.madeAt(momentOf(madeAt)))
    .moveDown(0.5)
    .text(words.about);
  heading(pdf, words.identity);
  for (const said of identityLines(patient, words)) pdf.text(said);
  for await (const _part of writeSections(pdf, words, data)) yield* ready(pdf);
  pdf.end();
  for await (const piece of pdf) yield piece as Uint8Array;
}

/** What is done and not yet taken. */
function* ready(pdf: PDFKit.PDFDocument): Generator<Uint8Array> {
  for (;;) {
    const piece = pdf.read() as Uint8Array | null;
    if (piece === null) return;
    yield piece;
  }
}

function heading(pdf: PDFKit.PDFDocument, words: string): void {
  pdf.moveDown(1).fontSize(sizes.section).text(words).moveDown(0.3).fontSize(sizes.body);
}

/** Every section in its order; one that is empty says so. Answers after each thing that is written. */
async function* writeSections(
  pdf: PDFKit.PDFDocument,
  words: Words,
  data: AsyncIterable<OwnData>,
): AsyncGenerator<void> {
  let at = -1;
  const begin = (section: Section) => {
    at += 1;
    heading(pdf, words.sections[section]);
    if (section === "reports") pdf.text(words.whereOriginals).moveDown(0.3);
  };
  /** Up to this one, or to the end; those that are passed by are empty. */
  const comeTo = (wanted?: Section) => {
    while (at < 0 || sections[at] !== wanted) {
      const [next] = sections.slice(at + 1);
      if (next === undefined) return;
      begin(next);
      if (next !== wanted) pdf.text(words.none);
    }
  };
  for await (const part of data) {
    comeTo(part.section);
    const { head, lines } = entryOf(part, words);
    if (head !== "") pdf.fontSize(sizes.head).text(head).fontSize(sizes.body);
    for (const said of lines) pdf.text(said);
    pdf.moveDown(0.4);
    // Setting type takes the processor: others come in between.
    await breathe();
    yield;
  }
  comeTo();
}

/** Each page gets its number as it begins: how many there will be is known by nobody then. */
function numberPages(pdf: PDFKit.PDFDocument, words: Words): void {
  let page = 0;
  pdf.on("pageAdded", () => {
    page += 1;
    const { x, y } = pdf;
    const { bottom } = pdf.page.margins;
    // Below the margin, where pdfkit would begin another page.
    pdf.page.margins.bottom = 0;
    // A text that goes on over the page goes on in its own size, which pdfkit tells in no other way.
    const size = Reflect.get(pdf, "_fontSize") as number;
    pdf.fontSize(sizes.foot).text(words.page(page), MARGIN, pdf.page.height - MARGIN / 2, {
      align: "center",
      lineBreak: false,
      width: pdf.page.width - 2 * MARGIN,
    });
    pdf.page.margins.bottom = bottom;
    pdf.fontSize(size);
    pdf.x = x;
    pdf.y = y;
  });
}
