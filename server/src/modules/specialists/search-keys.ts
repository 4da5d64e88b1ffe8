import { pinyinOf } from "../../platform/pinyin.ts";

/** Normal form for search: NFKC, lower case, ü as v. */
const plain = (text: string) => text.normalize("NFKC").toLowerCase().replaceAll("ü", "v");

/** Words a specialist is found by: name, its pinyin and initials, and each disease. */
export function searchKeysOf(specialist: { name: string; diseases: readonly string[] }): string[] {
  const { full, initials } = pinyinOf(specialist.name);
  return [...new Set([plain(specialist.name), full, initials, ...specialist.diseases.map(plain)])].filter(Boolean);
}

/** Words of a query; each must be part of some key ("chen jingyi", "陈 肾炎"). */
export const searchWords = (query: string): string[] => plain(query).split(/\s+/).filter(Boolean).slice(0, 5);
