import { loadCode } from "../load-code.ts";
import type { Language, Texts } from "./language.ts";

// Used by built code only (client/vite/texts): there a catalogue is a name, and its texts are downloaded per language.

const words: Record<Language, Map<string, object>> = { zh: new Map(), en: new Map() };

/** How the words of one download are fetched. */
export type WordLoads = Readonly<Record<Language, () => Promise<unknown>>>;

/** The downloads requested so far, and the languages in which each has arrived. */
const wanted = new Map<WordLoads, Set<Language>>();

export function addWords(language: Language, added: Readonly<Record<string, object>>): void {
  for (const [name, texts] of Object.entries(added)) words[language].set(name, texts);
}

/** Takes the place of a catalogue with both languages. */
export function textsNamed(name: string): Texts<object> {
  return {
    get zh() {
      return wordsOf("zh", name);
    },
    get en() {
      return wordsOf("en", name);
    },
  };
}

function wordsOf(language: Language, name: string): object {
  const found = words[language].get(name);
  if (!found) throw new Error(`the words of ${name} are not there in ${language}`);
  return found;
}

/** Downloads texts in a language; from now on also after each change of language. */
export async function loadWords(loads: WordLoads, language: Language): Promise<void> {
  const there = wanted.get(loads) ?? new Set<Language>();
  wanted.set(loads, there);
  if (there.has(language)) return;
  await loads[language]();
  there.add(language);
}

/**
 * Downloads all texts that the loaded code needs in a language, retrying until they arrive; null when they are there.
 * Includes code that arrives in the meantime, so that a page never shows without its texts.
 */
export function wordsIn(language: Language): Promise<void> | null {
  const missing = () => [...wanted].filter(([, there]) => !there.has(language)).map(([loads]) => loads);
  if (missing().length === 0) return null;
  const fetchAll = async () => {
    for (let loads = missing(); loads.length > 0; loads = missing())
      await Promise.all(loads.map((one) => loadCode(() => loadWords(one, language))));
  };
  return fetchAll();
}
