import { bareForms, foldDisease, loosely, partsOf } from "./fold-disease.ts";
import { byPlace, sites } from "./icd10-grids.ts";
import { categories, findIcd10, type Icd10 } from "./icd10-table.ts";
import { byPairs, pairsOf, sounds, terms, type Sound } from "./icd10-terms.ts";

/** Words of this length are a name or several; what is longer was pasted. */
const MAX_QUERY = 60;

/** How well a category fits, by code; higher is better. */
type Scores = Map<string, number>;

function add(scores: Scores, codes: readonly string[], score: number): void {
  // The first category of a name is the usual one.
  for (const [place, code] of codes.entries()) {
    const worth = score - place * 3;
    if (worth > (scores.get(code) ?? Number.NEGATIVE_INFINITY)) scores.set(code, worth);
  }
}

/** Only what begins like a code: "n18", "N18.900", "n1". */
function byCode(query: string): Icd10[] {
  const code = query
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replaceAll(/[\s.*+]/g, "");
  if (!/^[a-z]\d{0,2}$|^[a-z]\d\d[0-9x]{1,4}$/.test(code)) return [];
  const category = code.slice(0, 3).toUpperCase();
  return categories.filter((entry) => entry.code.startsWith(category));
}

/** An organ in the question must be one of the answer's, should the answer name any. */
function speaksOfAnother(query: string, name: string): boolean {
  const asked = sites.filter((site) => query.includes(site));
  if (asked.length === 0) return false;
  const told = sites.filter((site) => name.includes(site));
  return told.length > 0 && !told.some((site) => asked.includes(site));
}

/** Without categories of another organ, where the part of the question that fits names none: 瘢痕 in 直肠瘢痕 is not of the skin. */
const ofItsOrgan = (query: string, part: string, codes: readonly string[]): readonly string[] =>
  sites.some((site) => part.includes(site))
    ? codes
    : codes.filter((code) => !speaksOfAnother(query, findIcd10(code)?.display ?? ""));

/** What an addition to a name makes of it: categories that come before those of the name alone. */
const TURNS: readonly (readonly [said: RegExp, codes: readonly string[], score: number])[] = [
  [/(癌|肿瘤|瘤|白血病)(个人)?史$/, ["Z85"], 995],
  [/(癌|恶性肿瘤)术后(复查)?$/, ["Z08", "Z85"], 700],
  [/家族史$/, ["Z80", "Z82", "Z83"], 700],
  [/^(妊娠|孕)期?(合并|伴).*(子宫|宫颈|阴道|外阴|盆腔|卵巢|肌瘤)/, ["O34"], 960],
  [/^(妊娠|孕)期?(合并|伴).*(病毒|结核|梅毒|淋病|湿疣|肝炎|感染|艾滋)/, ["O98"], 960],
  [/^(妊娠|孕)期?(合并|伴)/, ["O99", "O98"], 930],
  [/^(妊娠|孕)期?.*(水肿|蛋白尿)/, ["O12"], 930],
  [/^产伤.*(裂伤|撕裂|血肿|分离)/, ["O71", "P12", "P15"], 930],
  [/(手术|术)后.*(出血|感染|裂开|血肿)/, ["T81"], 930],
  [/(切除|手术|术)后.*(综合征|粘连|梗阻)/, ["K91", "K66"], 930],
  [/^后天性.*(畸形|变形)/, ["M20", "M21", "M95"], 930],
  [/^(产程|分娩).*脐带|^脐带/, ["O69"], 900],
  [/^新生儿.*(感染|肺炎|败血症|念珠菌|鹅口疮)/, ["P39", "P23", "P36", "P37"], 640],
];

function byTurn(folded: string, scores: Scores): void {
  for (const [said, codes, score] of TURNS) if (said.test(folded)) add(scores, codes, score);
}

function byName(folded: string, scores: Scores, lost: number): void {
  const loose = loosely(folded);
  for (const { name, loose: looseName, codes, alias } of terms) {
    if (name === folded) add(scores, codes, (alias ? 1000 : 990) - lost);
    else if (looseName === loose) add(scores, codes, 960 - lost);
    else if (name.length >= 2 && folded.includes(name))
      add(scores, ofItsOrgan(folded, name, codes), 560 + (300 * name.length) / folded.length - lost);
    else if (looseName.length >= 2 && loose.includes(looseName))
      add(scores, codes, 550 + (300 * looseName.length) / loose.length - lost);
    else if (folded.length >= 2 && name.includes(folded)) {
      // In Chinese the end of a name says what the thing is: 特发性高血压 is one of 高血压.
      const placed = name.startsWith(folded) || name.endsWith(folded) ? 40 : 0;
      add(scores, codes, 480 + placed + (100 * folded.length) / name.length - lost);
    }
  }
  const { codes, named } = byPlace(folded);
  add(scores, codes, 620 + 280 * named - lost);
}

/** Names that share a third of the pairs of characters, for wordings that no table has. */
async function byLikeness(folded: string, scores: Scores): Promise<void> {
  const pairs = new Set(pairsOf(folded));
  if (pairs.size === 0) return;
  const found = (await byPairs()).search(folded);
  const best = found[0]?.score ?? 1;
  for (const { id, score } of found.slice(0, 60)) {
    const term = terms[id as number];
    if (!term || speaksOfAnother(folded, term.name)) continue;
    const shared = pairsOf(term.name).filter((pair) => pairs.has(pair)).length;
    if (shared >= 2 && shared * 3 >= pairs.size) add(scores, term.codes, 100 + (300 * score) / best);
  }
}

function soundsLike({ full, initials, starts }: Sound, query: string): number | null {
  if (initials === query || full === query) return 800;
  if (initials.startsWith(query) || full.startsWith(query)) return 700 + (50 * query.length) / full.length;
  if (initials.endsWith(query)) return 650;
  for (let at = full.indexOf(query); at >= 0; at = full.indexOf(query, at + 1)) if (starts.has(at)) return 600;
  // Two letters occur in the initials of nearly every name, so three are needed.
  return query.length > 2 && initials.includes(query) ? 500 : null;
}

const inBookOrder = (a: string, b: string) => (a < b ? -1 : 1);

/**
 * Codes of what a Chinese name certainly means, best first: by name, by place and kind. Empty for what is no disease's
 * name, such as a person's; for words in Latin letters too.
 */
export function codesOf(name: string, limit = 3): string[] {
  const folded = foldDisease([...name].slice(0, MAX_QUERY).join(""));
  if (folded.length < 2 || !/\p{Script=Han}/u.test(folded)) return [];
  return (asked.get(folded) ?? remember(folded, certainCodes(folded))).slice(0, limit);
}

function certainCodes(folded: string): string[] {
  const scores: Scores = new Map();
  for (const [step, form] of bareForms(folded).entries()) byName(form, scores, step * 25);
  return [...scores]
    .filter(([, score]) => score >= CERTAIN)
    .toSorted(([a, x], [b, y]) => y - x || inBookOrder(a, b))
    .map(([code]) => code);
}

/** Names asked for of late: one search asks for each up to three times, and many people for the same. */
const asked = new Map<string, readonly string[]>();
const MOST_ASKED = 500;
function remember(folded: string, codes: readonly string[]): readonly string[] {
  const [oldest] = asked.keys();
  if (asked.size >= MOST_ASKED && oldest !== undefined) asked.delete(oldest);
  asked.set(folded, codes);
  return codes;
}
/** What stands in a table, or whose place and kind explain most of it. */
const CERTAIN = 780;

/**
 * Finds categories by code, by any name in use, by place and kind (癌, 炎, 结石, 骨折 …), by pinyin or its initials; best
 * first. Several diseases in one line are each found. An empty query finds nothing.
 */
export async function searchIcd10(query: string, limit = 20): Promise<Icd10[]> {
  const text = [...query].slice(0, MAX_QUERY).join("");
  const coded = byCode(text);
  if (coded.length > 0) return coded.slice(0, Math.max(0, limit));
  const folded = foldDisease(text);
  // One Latin letter is the beginning of everything.
  if (folded === "" || /^[a-z]$/.test(folded) || limit <= 0) return [];
  const scores: Scores = new Map();
  if (/^[a-z]+$/.test(folded)) {
    for (const sound of await sounds()) {
      const score = soundsLike(sound, folded);
      if (score !== null) add(scores, sound.codes, score);
    }
    byName(folded, scores, 0);
  } else {
    byTurn(folded, scores);
    for (const [step, form] of bareForms(folded).entries()) byName(form, scores, step * 25);
    const parts = partsOf(text);
    if (parts.length > 1)
      for (const [place, part] of parts.entries())
        for (const [step, form] of bareForms(part).entries()) byName(form, scores, 60 + place * 20 + step * 25);
    if (scores.size < 5) await byLikeness(folded, scores);
  }
  return [...scores]
    .toSorted(([a, x], [b, y]) => y - x || inBookOrder(a, b))
    .slice(0, limit)
    .flatMap(([code]) => findIcd10(code) ?? []);
}
