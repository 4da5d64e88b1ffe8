import { pinyinOf, pinyinSyllables } from "../../platform/pinyin.ts";
import { codesOf, foldDisease } from "../terminology/index.ts";

/** Normal form for search: NFKC, lower case, ü as v, simplified characters, no blanks or marks. */
const plain = (text: string) => foldDisease(text.replaceAll(/[üÜ]/g, "v"));

/** A syllable as it is typed by those who do not tell n from ng or z from zh: one slip is forgiven. */
const slack = (full: string) =>
  full
    .replaceAll(/(?<=[zcs])h/g, "")
    .replaceAll(/ng/g, "n")
    .replaceAll(/l/g, "n");

/** Marks that no query can hold keep what is typed apart from what is meant. */
const code = (icd10: string) => `=${icd10}`;
const sound = (full: string) => `~${slack(full)}`;

/** How a text sounds: full and by its initials. */
function spoken(text: string): [full: string, initials: string] {
  const syllables = pinyinSyllables(text);
  return [syllables.join(""), initialsOf(syllables)];
}
const initialsOf = (syllables: readonly string[]) => syllables.map((syllable) => syllable.charAt(0)).join("");

/** Names of departments and hospitals are few, and asked for again and again. */
const MOST_NAMES = 5000;
const names = new Map<string, { words: string; sounds: readonly string[]; initials: string }>();
function readName(name: string) {
  const known = names.get(name);
  if (known) return known;
  if (names.size >= MOST_NAMES) names.clear();
  const syllables = pinyinSyllables(name);
  // From each syllable on: people leave out the place that a hospital's name begins with (协和, xiehe).
  const sounds = syllables.map((_, place) => syllables.slice(place).join(""));
  const read = { words: plain(name), sounds, initials: initialsOf(syllables) };
  names.set(name, read);
  return read;
}

/**
 * What a specialist is found by: the name, its pinyin and initials, and each disease by its words, its sound and its ICD-10
 * categories, so that other names of the same disease find them too.
 */
export function searchKeysOf(specialist: { name: string; diseases: readonly string[] }): string[] {
  const { full, initials } = pinyinOf(specialist.name);
  const diseases = specialist.diseases.flatMap((disease) => [
    plain(disease),
    ...spoken(disease),
    ...codesOf(disease).map(code),
  ]);
  return [...new Set([plain(specialist.name), full, initials, sound(full), ...diseases])].filter(Boolean);
}

/** What no key holds: the sign for a character that cannot be shown. */
const NO_WORD = "\uFFFD";

/** Words of a query; each must be part of some key ("chen jingyi", "陈 肾炎"). Marks alone are a word that nobody has. */
export function searchWords(query: string): string[] {
  const words = query.normalize("NFKC").split(/\s+/).map(plain).filter(Boolean).slice(0, 5);
  return words.length === 0 && query.trim() !== "" ? [NO_WORD] : words;
}

/** Keys of the diseases that a query means. */
export const meantBy = (query: string): string[] => codesOf(query).map(code);

/** Key of a name that sounds like the query; null when it is too short to tell. */
export function soundsLike(query: string): string | null {
  const word = plain(query);
  const full = /^[a-z]+$/.test(word) ? word : pinyinOf(word).full;
  return full.length >= 4 ? sound(full) : null;
}

/** Whether the name of a department or hospital is meant by a word: by its characters, pinyin or initials. */
export function isCalled(name: string, word: string): boolean {
  const { words, sounds, initials } = readName(name);
  if (words.includes(word)) return true;
  if (word.length < 2) return false;
  // A few letters begin some syllable of nearly every name; from its start they are meant.
  const heard = word.length < 4 ? sounds.slice(0, 1) : sounds;
  return initials.startsWith(word) || heard.some((sound) => sound.startsWith(word));
}
