import { getPrefs } from "../prefs.ts";
import { loadWords, type WordLoads } from "./catalogues.ts";

/** Code and the words it needs, fetched side by side; the build puts this around each `import("…")` that brings words. */
export async function withTexts<Code>(code: () => Promise<Code>, loads: WordLoads): Promise<Code> {
  const [module] = await Promise.all([code(), loadWords(loads, getPrefs().language)]);
  return module;
}
