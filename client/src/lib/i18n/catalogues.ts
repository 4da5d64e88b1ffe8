import { loadCode } from "../load-code.ts";
import type { Language, Texts } from "./language.ts";

// Used by built code alone (client/vite/texts): there a catalogue is a name, and its words come a language at a time.

const words: Record<Language, Map<string, object>> = { zh: new Map(), en: new Map() };

/** How the words of one download are fetched. */
export type WordLoads = Readonly<Record<Language, () => Promise<unknown>>>;

/** What has been asked for with some code, and in which languages it is there. */
const wanted = new Map<WordLoads, Set<Language>>();

export function addWords(language: Language, added: Readonly<Record<string, object>>): void {
  for (const [name, texts] of Object.entries(added)) words[language].set(name, texts);
}

/** What stands for the words of both languages. */
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

/** Fetches words in a language, and from now on with each change of it. */
export async function loadWords(loads: WordLoads, language: Language): Promise<void> {
  const there = wanted.get(loads) ?? new Set<Language>();
  wanted.set(loads, there);
  if (there.has(language)) return;
  await loads[language]();
  there.add(language);
}

/**
 * All words that the code which is here needs in a language; asked for again until they come. Null when they are there.
 * Code that arrives meanwhile is waited for too, so that a page never shows without its words.
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
