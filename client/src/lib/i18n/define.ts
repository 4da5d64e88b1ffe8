import { getPrefs, usePrefs } from "../prefs.ts";
import type { Language, Texts } from "./language.ts";

export type { Language };

/**
 * One catalogue in both languages: texts, functions of parameters to a text, or groups of these. The Chinese one decides
 * the shape; a text missing in English is a compile error. (`object`, because with it `zh` is inferred as `string`s and
 * not as its literal words.)
 */
export function defineTexts<T extends object>(texts: { zh: T; en: NoInfer<T> }): Texts<T> {
  return texts;
}

/** The texts in the person's language, following a change of it. */
export function useTexts<T>(texts: Texts<T>): T {
  return texts[usePrefs().language];
}

/** For code outside React, such as a toast raised by the query client. Does not follow a later change. */
export function textsNow<T>(texts: Texts<T>): T {
  return texts[getPrefs().language];
}

export function useLanguage(): Language {
  return usePrefs().language;
}

const englishPlural = new Intl.PluralRules("en");

/** English needs "1 report, 2 reports"; Chinese does not. */
export function countEn(count: number, one: string, other: string): string {
  return `${count} ${englishPlural.select(count) === "one" ? one : other}`;
}
