import { readFileSync } from "node:fs";
import path from "node:path";
import { foldDisease } from "../src/modules/terminology/fold-disease.ts";
import { searchIcd10 } from "../src/modules/terminology/search-icd10.ts";
import { readTable } from "../src/platform/read-table.ts";

// How often a specialist who types the name of a disease finds a right category among the first five, over names that were
// written down with their categories before the search was made (e2e/corpus/disease-names/SOURCE.md). Names of the measure
// that stand in the search's own table word for word are counted, and the others are told apart. Prints one JSON line.
const folder = path.join(import.meta.dirname, "..", "..", "e2e", "corpus", "disease-names");
const rowsOf = (file: string) =>
  readFileSync(path.join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"));
const namesOf = (file: string) => rowsOf(file).map(([name = "", codes = ""]) => ({ name, right: codes.split(" ") }));
const organs = rowsOf("organs.tsv").map(([, words = ""]) => words.split(" "));

const known = new Set(
  readTable("icd10-aliases.tsv").flatMap((line) => (line.split("\t")[0] ?? "").split("|").map(foldDisease)),
);

const organsIn = (text: string) => organs.filter((words) => words.some((word) => text.includes(word)));
const isOfAnother = (asked: string, told: string): boolean => {
  const [want, have] = [organsIn(asked), organsIn(told)];
  return want.length > 0 && have.length > 0 && !have.some((organ) => want.includes(organ));
};

const measure = async (file: string) => {
  const names = namesOf(file);
  let [hits, unseen, unseenHits, wrongOrgan, slowest] = [0, 0, 0, 0, 0];
  for (const { name, right } of names) {
    const began = performance.now();
    const found = await searchIcd10(name, 5);
    slowest = Math.max(slowest, performance.now() - began);
    const hit = found.some(({ code }) => right.includes(code));
    const isNew = !known.has(foldDisease(name));
    if (hit) hits++;
    if (isNew) unseen++;
    if (isNew && hit) unseenHits++;
    const [first] = found;
    if (first && !right.includes(first.code) && isOfAnother(name, first.display)) {
      wrongOrgan++;
      process.stderr.write(`another organ: ${name}: ${first.code} ${first.display}\n`);
    }
    if (!hit && process.env["MISSES"])
      process.stderr.write(
        `${name}\t${right.join(" ")}\t${found.map(({ code, display }) => `${code} ${display}`).join(" | ")}\n`,
      );
  }
  return { names: names.length, hits, unseen, unseenHits, wrongOrgan, slowest };
};

const share = (part: number, of: number) => Number((part / Math.max(1, of)).toFixed(3));
await searchIcd10("tnb");
const [standard, colloquial] = [await measure("standard.tsv"), await measure("colloquial.tsv")];
process.stdout.write(
  `${JSON.stringify({
    name: "search",
    standard_top5: share(standard.hits, standard.names),
    colloquial_top5: share(colloquial.hits, colloquial.names),
    wrong_organ: standard.wrongOrgan + colloquial.wrongOrgan,
    names: standard.names + colloquial.names,
    unseen: standard.unseen + colloquial.unseen,
    unseen_standard_top5: share(standard.unseenHits, standard.unseen),
    unseen_colloquial_top5: share(colloquial.unseenHits, colloquial.unseen),
    slowest_ms: Math.round(Math.max(standard.slowest, colloquial.slowest)),
  })}\n`,
);
