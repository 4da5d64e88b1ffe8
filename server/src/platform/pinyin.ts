import { pinyin } from "pinyin-pro";

/** Lower case without tones, spaces and marks; ü is v, as typed. "吕布" → { full: "lvbu", initials: "lb" }. */
export type Pinyin = { full: string; initials: string };

function spell(text: string, surname: "head" | "off"): string[] {
  // NFKC turns full-width letters and compatibility forms into those that people type.
  const syllables = pinyin(text.normalize("NFKC"), { surname, toneType: "none", type: "array", v: true });
  // Characters without a reading are returned one by one as they are: Latin letters and digits are kept, others
  // dropped.
  return syllables.map((syllable) => syllable.toLowerCase()).filter((syllable) => /^[a-z0-9]+$/.test(syllable));
}

const joined = (syllables: string[]): Pinyin => ({
  full: syllables.join(""),
  initials: syllables.map((syllable) => syllable.charAt(0)).join(""),
});

/** A person's name; the family name is read as one (单 shan, 曾 zeng, 尉迟 yuchi, 仇 qiu). */
export function pinyinOf(name: string): Pinyin {
  return joined(spell(name, "head"));
}

/** Any other text, by syllable, read as words (血液病 xue ye bing). */
export function pinyinSyllables(text: string): string[] {
  return spell(text, "off");
}
