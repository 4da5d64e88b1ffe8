// Apart from typed-text.ts, whose tables a page that asks for nothing else need not load.

/**
 * Blanks of every kind, controls, and marks that show nothing: U+200B, U+2063, U+3164, U+2800, direction marks, a note
 * without a head, halves of a letter and numbers that are no letter …
 */
export const UNSEEN =
  /[\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u{1d159}]/gu;

/** Whether anything of it can be seen: what consists of blanks and invisible marks alone is empty. */
export const isVisible = (text: string): boolean => text.replace(UNSEEN, "").replace(/^\p{M}+$/u, "") !== "";
