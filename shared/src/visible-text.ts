// Apart from typed-text.ts, whose tables a page that asks for nothing else need not load.

/**
 * Blanks of every kind, controls, and marks that show nothing: U+200B, U+2063, U+3164, U+2800, direction marks, a note
 * without a head, halves of a letter and numbers that are no letter …
 */
export const UNSEEN =
  /[\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u{1d159}]/gu;

/** Whether anything of it can be seen: what consists of blanks and invisible marks alone is empty. */
export const isVisible = (text: string): boolean => text.replace(UNSEEN, "").replace(/^\p{M}+$/u, "") !== "";

/** A file's name of at most `max` characters; what is too long loses its middle part, never its extension. */
export function shortenFileName(name: string, max: number): string {
  const letters = [...name];
  if (letters.length <= max) return name;
  const extension = /\.[^.\s/\\]{1,12}$/u.exec(name)?.[0] ?? "";
  return `${letters.slice(0, max - [...extension].length - 1).join("")}…${extension}`;
}
