import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, test } from "vitest";
import type { WholePatient } from "../patients/index.ts";
import type { OwnData } from "./own-data.ts";
import { pdfOf } from "./own-data-pdf.ts";
import { wordsOf } from "./own-data.words.ts";

const patient = {
  name: "李建国",
  documentType: "id-card",
  idNumber: "",
  birthDate: "1958-03-12",
  sex: "male",
  relationship: "self",
  phoneNumber: null,
} as unknown as WholePatient;
const THINGS = 300;

test("pages come as they are done, each with its number, and nothing is read ahead of the reader", async () => {
  let made = 0;
  async function* data(): AsyncGenerator<OwnData> {
    while (made < THINGS) {
      made += 1;
      const item = { at: "2026-11-23T02:00:00.000Z", changes: [{ field: "name", from: "李", to: `第 ${made} 次` }] };
      yield { section: "corrections", item } as unknown as OwnData;
    }
  }
  const madeAt = new Date("2026-11-23T02:00:00Z");
  const pieces: Uint8Array[] = [];
  let madeAtFirstPages = 0;
  for await (const piece of pdfOf(patient, { madeAt, words: wordsOf.zh, data: data() })) {
    pieces.push(piece);
    if (pieces.length === 3) madeAtFirstPages = made;
  }
  expect([made, madeAtFirstPages < THINGS / 4]).toEqual([THINGS, true]);
  const pdf = await getDocument({ data: new Uint8Array(Buffer.concat(pieces)) }).promise;
  const feet: string[] = [];
  for (let page = 1; page <= pdf.numPages; page += 1) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    const words = items.map((item) => ("str" in item ? item.str : "")).join("");
    feet.push(/第 \d+ 页/.exec(words)?.[0] ?? "none");
  }
  expect(feet.length).toBeGreaterThan(5);
  expect(feet).toEqual(feet.map((_, at) => `第 ${at + 1} 页`));
});
