import MiniSearch from "minisearch";
import { setImmediate } from "node:timers/promises";
import { pinyinSyllables } from "../../platform/pinyin.ts";
import { readTable } from "../../platform/read-table.ts";
import { foldDisease, loosely } from "./fold-disease.ts";
import { categories, findIcd10 } from "./icd10-table.ts";

/** One name of one or several categories: the classification's own, or another in use. */
export interface Term {
  name: string;
  loose: string;
  codes: readonly string[];
  /** Said in general use, not the classification's own wording. */
  alias: boolean;
}

/** How a name sounds, by syllable. */
export interface Sound {
  codes: readonly string[];
  full: string;
  initials: string;
  /** Where syllables begin in `full`: a match inside a syllable ("an" in "shan") does not count. */
  starts: ReadonlySet<number>;
}

function readAliases(): Term[] {
  return readTable("icd10-aliases.tsv")
    .slice(1)
    .flatMap((line) => {
      const [names = "", listed = ""] = line.split("\t");
      const codes = listed.split(" ").filter((code) => findIcd10(code));
      return names.split("|").map((said) => {
        const name = foldDisease(said);
        return { name, loose: loosely(name), codes, alias: true };
      });
    });
}

/** Brackets hold what may be left out: 痛风(原发性). */
const own = (display: string) => [...new Set([display, display.replaceAll(/[[（(].*?[\])）]/g, "")].map(foldDisease))];

export const terms: readonly Term[] = [
  ...readAliases(),
  ...categories.flatMap(({ code, display }) =>
    own(display)
      .filter((name) => name !== "")
      .map((name) => ({ name, loose: loosely(name), codes: [code], alias: false })),
  ),
];

export const pairsOf = (text: string): string[] => {
  const characters = [...text];
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
};

function soundOf({ name, codes }: Term): Sound {
  const syllables = pinyinSyllables(name);
  const starts = new Set<number>();
  let full = "";
  for (const syllable of syllables) {
    starts.add(full.length);
    full += syllable;
  }
  return { codes, full, initials: syllables.map((syllable) => syllable.charAt(0)).join(""), starts };
}

const IN_ONE_GO = 100;

/** Every name in turn, with pauses between pieces, so that nobody else waits for what is made of them. */
async function eachTerm(use: (term: Term, id: number) => void): Promise<void> {
  for (const [id, term] of terms.entries()) {
    use(term, id);
    if (id % IN_ONE_GO === IN_ONE_GO - 1) await setImmediate();
  }
}

let spoken: Promise<readonly Sound[]> | undefined;

/** All names as they sound; made at the first need. */
export const sounds = (): Promise<readonly Sound[]> =>
  (spoken ??= (async () => {
    const made: Sound[] = [];
    await eachTerm((term) => void made.push(soundOf(term)));
    return made;
  })());

type Pairs = MiniSearch<{ id: number; name: string }>;
let paired: Promise<Pairs> | undefined;

/**
 * Names by their pairs of neighbouring characters, for wordings that no table has. Made at the first need: it would be a
 * third of what a command of the operator takes to start.
 */
export const byPairs = (): Promise<Pairs> =>
  (paired ??= (async () => {
    const made: Pairs = new MiniSearch({ fields: ["name"], tokenize: pairsOf });
    await eachTerm(({ name }, id) => made.add({ id, name }));
    return made;
  })());
