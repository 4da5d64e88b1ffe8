import { pinyinSyllables } from "../../../platform/pinyin.ts";
import { readTable } from "../../../platform/read-table.ts";

export type Icd10 = {
  /** Three characters, without the mark: "N18". */
  code: string;
  display: string;
  /** The classification's dagger (+, a cause) or asterisk (*, a manifestation, never the main diagnosis). */
  mark?: "+" | "*";
};

type Indexed = {
  entry: Icd10;
  codeKey: string;
  name: string;
  full: string;
  initials: string;
  /** Offsets in `full` where syllables begin. A match that begins inside a syllable ("an" in "shan") does not count. */
  starts: Set<number>;
};

function parseLine(line: string): Icd10 {
  const [code = "", mark, display = ""] = line.split("\t");
  return mark === "+" || mark === "*" ? { code, display, mark } : { code, display };
}

const entries: readonly Icd10[] = readTable("icd10.tsv").map(parseLine);
const byCode: ReadonlyMap<string, Icd10> = new Map(entries.map((entry) => [entry.code, entry]));

const simplify = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s'.,、·-]/g, "");

function indexEntry(entry: Icd10): Indexed {
  const syllables = pinyinSyllables(entry.display);
  const starts = new Set<number>();
  let full = "";
  for (const syllable of syllables) {
    starts.add(full.length);
    full += syllable;
  }
  const initials = syllables.map((syllable) => syllable.charAt(0)).join("");
  return { entry, codeKey: entry.code.toLowerCase(), name: simplify(entry.display), full, initials, starts };
}

// Converting 1,586 names to pinyin takes a while, so it is done once, at the first search.
let lazyIndex: readonly Indexed[] | undefined;
const index = () => (lazyIndex ??= entries.map(indexEntry));

function beginsSyllable({ full, starts }: Indexed, query: string): boolean {
  for (let at = full.indexOf(query); at >= 0; at = full.indexOf(query, at + 1)) if (starts.has(at)) return true;
  return false;
}

/** Rank of an entry for the query, 0 being best; undefined when it does not match. */
function rank(row: Indexed, query: string): number | undefined {
  if (row.codeKey === query) return 0;
  if (row.codeKey.startsWith(query)) return 1;
  // Queries such as N18.900: the table has no longer codes, but it has their category.
  if (/^[a-z]\d\d/.test(query)) return query.startsWith(row.codeKey) ? 2 : undefined;
  if (row.name === query) return 3;
  // In Chinese the end of a name says what the thing is: 特发性高血压 answers 高血压 as well as 高血压心脏病 does.
  if (row.name.startsWith(query) || row.name.endsWith(query)) return 4;
  if (row.name.includes(query)) return 5;
  if (row.initials === query || row.full === query) return 6;
  if (row.initials.startsWith(query) || row.full.startsWith(query) || row.initials.endsWith(query)) return 7;
  if (beginsSyllable(row, query)) return 8;
  // Two letters occur in the initials of nearly every name, so three are needed.
  if (query.length > 2 && row.initials.includes(query)) return 9;
  return undefined;
}

/**
 * Fallback for wordings the table does not use (慢性肾功能不全): entries that share at least two pairs of neighbouring
 * characters and a third of the query's pairs, most pairs first.
 */
function rankByPairs(row: Indexed, pairs: readonly string[]): number | undefined {
  const shared = pairs.filter((pair) => row.name.includes(pair)).length;
  // Among equals the shorter name wins.
  return shared >= 2 && shared * 3 >= pairs.length ? row.name.length - 100 * shared : undefined;
}

function best(rankOf: (row: Indexed) => number | undefined, limit: number): Icd10[] {
  return index()
    .flatMap((row) => {
      const score = rankOf(row);
      return score === undefined ? [] : [{ row, score }];
    })
    .toSorted((a, b) => a.score - b.score)
    .slice(0, limit)
    .map(({ row }) => row.entry);
}

/**
 * Finds categories by code prefix, part of the Chinese name, pinyin initials or full pinyin; best first, in
 * the book's order among equals. An empty query finds nothing. Only the first 40 characters count.
 */
export function searchIcd10(query: string, limit = 20): Icd10[] {
  const simple = simplify(query.slice(0, 40));
  if (simple === "" || limit <= 0) return [];
  const found = best((row) => rank(row, simple), limit);
  if (found.length > 0) return found;
  const characters = [...simple];
  const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`);
  // Latin letters share pairs with too much: this is for Chinese words only.
  return /\p{Script=Han}/u.test(simple) ? best((row) => rankByPairs(row, pairs), limit) : [];
}

/** The category of a code, in any case, with or without its mark: "n18", "N18", "N08*". */
export function findIcd10(code: string): Icd10 | undefined {
  return byCode.get(code.trim().toUpperCase().replace(/[+*]$/, ""));
}
