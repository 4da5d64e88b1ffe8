export type Icd10 = {
  /** Three characters, without the mark: "N18". */
  code: string;
  display: string;
  /** The classification's dagger (+, a cause) or asterisk (*, a manifestation, never the main diagnosis). */
  mark?: "+" | "*";
};
export declare const categories: readonly Icd10[];
/** The category of a code, in any case, with or without its mark: "n18", "N18", "N08*". */
export declare function findIcd10(code: string): Icd10 | undefined;
