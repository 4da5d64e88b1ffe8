/** Lower case without tones, spaces and marks; ü is v, as typed. "吕布" → { full: "lvbu", initials: "lb" }. */
export type Pinyin = {
  full: string;
  initials: string;
};
/** A person's name; the family name is read as one (单 shan, 曾 zeng, 尉迟 yuchi, 仇 qiu). */
export declare function pinyinOf(name: string): Pinyin;
/** Any other text, by syllable, read as words (血液病 xue ye bing). */
export declare function pinyinSyllables(text: string): string[];
