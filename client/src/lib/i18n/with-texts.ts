import { getPrefs } from "../prefs.ts";
import { loadWords, type WordLoads } from "./catalogues.ts";

/** Loads code and its texts in parallel; the build wraps each `import("…")` that needs texts into this. */
export async function withTexts<Code>(code: () => Promise<Code>, loads: WordLoads): Promise<Code> {
  const [module] = await Promise.all([code(), loadWords(loads, getPrefs().language)]);
  return module;
}
