import { foldTitle } from "@fuzhen/shared/typed-text.ts";
import { readTable } from "../../platform/read-table.ts";

/** Phrases by why they are looked for (server/tables/red-flags.tsv says after what). */
const flags = readTable("red-flags.tsv").map((line) => {
  const [why = "", words = ""] = line.split("\t");
  return { why, words: words.split("|") };
});

/** A no shortly before takes the phrase back: 没有胸痛, 不胸痛, 否认胸痛, no chest pain; a later word of the same text counts for itself. */
const DENIED = /(没有?|不|无|未|否认|\b(no|not|without))\s*(过|再|什么|感觉|觉得|感到|出现|有)?\s*$/u;

/**
 * Why what a patient wrote should be looked at soon; empty for most. Not what the person has: history and other people are for whoever reads
 * it to tell apart.
 */
export function redFlagsIn(written: string): string[] {
  const text = foldTitle(written).toLowerCase();
  return flags.flatMap(({ why, words }) => (words.some((word) => isSaid(text, word)) ? [why] : []));
}

function isSaid(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    if (!DENIED.test(text.slice(Math.max(0, at - 8), at))) return true;
  return false;
}
