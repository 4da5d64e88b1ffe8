import { readTable } from "../../platform/read-table.ts";

export type Icd10 = {
  /** Three characters, without the mark: "N18". */
  code: string;
  display: string;
  /** The classification's dagger (+, a cause) or asterisk (*, a manifestation, never the main diagnosis). */
  mark?: "+" | "*";
};

function parseLine(line: string): Icd10 {
  const [code = "", mark, display = ""] = line.split("\t");
  return mark === "+" || mark === "*" ? { code, display, mark } : { code, display };
}

export const categories: readonly Icd10[] = readTable("icd10.tsv").map(parseLine);
const byCode: ReadonlyMap<string, Icd10> = new Map(categories.map((entry) => [entry.code, entry]));

/** The category of a code, in any case, with or without its mark: "n18", "N18", "N08*". */
export function findIcd10(code: string): Icd10 | undefined {
  return byCode.get(code.trim().toUpperCase().replace(/[+*]$/, ""));
}
