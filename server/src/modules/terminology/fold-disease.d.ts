/**
 * The name of a disease as it is compared: width, case, blanks, marks and traditional characters do not count, and numbers
 * before 型, 期, 级 and 度 are digits (Ⅱ型, II型, 二型 → 2型). "Ca" after a place is 癌, as on reports.
 */
export declare function foldDisease(text: string): string;
/** Without the particles that one writes and another leaves out: 糖尿病性肾病 and 糖尿病肾病. */
export declare const loosely: (folded: string) => string;
/** The name with fewer and fewer qualifiers, the fullest first. */
export declare function bareForms(folded: string): string[];
/** 高血压伴糖尿病, 胆囊结石并胆囊炎: each of several diseases that are written as one. */
export declare const partsOf: (text: string) => string[];
