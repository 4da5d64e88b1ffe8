import { describe, expect, it } from "vitest";

import { findIcd10, searchIcd10 } from "./search-icd10.ts";

const codes = (query: string, limit?: number) => searchIcd10(query, limit).map(({ code }) => code);

describe("searchIcd10", () => {
  it.each(["慢性肾炎", "mxsy", "MXSYZHZ", "manxingshenyan", "man xing shen yan", "n03", "Ｎ03", "N03.902"])(
    "%s finds N03 慢性肾炎综合征 first",
    (query) => {
      expect(searchIcd10(query)[0]).toEqual({ code: "N03", display: "慢性肾炎综合征" });
    },
  );

  it.each([
    ["N18", ["N18"]],
    ["N1", ["N10", "N11", "N12", "N13", "N14", "N15", "N16", "N17", "N18", "N19"]],
    ["痛风", ["M10"]],
    ["tongfeng", ["M10"]],
    ["红斑狼疮", ["L93", "M32"]],
    ["糖尿病", ["E10", "E11", "E12", "E13", "E14", "O24"]],
    ["tnb", ["E10", "E11", "E12", "E13", "E14", "O24"]],
    ["高血压", ["I10", "I11", "I12", "I13", "I15"]],
  ])("%s: best first, then the book's order", (query, expected) => {
    expect(codes(query, expected.length)).toEqual(expected);
  });

  it("offers the nearest names when the book says it otherwise", () => {
    expect(codes("慢性肾功能不全", 2)).toEqual(["N18", "N03"]);
  });

  it("reads characters as words, and matches whole syllables only", () => {
    expect(codes("exingzhongliu")).not.toEqual([]);
    expect(codes("angxing")).toEqual([]);
  });

  it("keeps the mark apart from the code", () => {
    expect(searchIcd10("N08")).toEqual([{ code: "N08", display: "分类于他处的疾病引起的肾小球疾患", mark: "*" }]);
  });

  it("finds nothing for an empty query or a limit below one", () => {
    for (const query of ["", "   ", "、", "\t\n"]) expect(searchIcd10(query)).toEqual([]);
    expect(searchIcd10("肾", 0)).toEqual([]);
    expect(searchIcd10("肾", -1)).toEqual([]);
  });

  it("returns 20 at most unless told otherwise", () => {
    expect(searchIcd10("a")).toHaveLength(20);
    expect(searchIcd10("a", 5)).toHaveLength(5);
  });

  it.each([".*", "(a+)+$", "$where", "__proto__", "\u0000", "🙂", "\ud800", "'; drop table", "a".repeat(1_000_000)])(
    "takes hostile input as plain text (%#)",
    (query) => {
      expect(searchIcd10(query)).toEqual([]);
    },
  );
});

describe("findIcd10", () => {
  it("finds by code in any case, with or without the mark", () => {
    expect(findIcd10("n18")).toEqual({ code: "N18", display: "慢性肾病" });
    expect(findIcd10(" N08* ")?.code).toBe("N08");
    expect(findIcd10("A17+")).toMatchObject({ code: "A17", mark: "+" });
  });

  it("finds nothing that is not a code", () => {
    for (const code of ["", "N1", "N18.9", "constructor", "慢性肾病"]) expect(findIcd10(code)).toBeUndefined();
  });

  it("has every row of the table in readable form", () => {
    const chapters = [..."ABCDEFGHIJKLMNOPQRSTVWXYZ"].flatMap((letter) => searchIcd10(letter, 2_000));
    expect(new Set(chapters.map(({ code }) => code)).size).toBe(1586);
    for (const { code, display } of chapters) {
      expect(code).toMatch(/^[A-Z]\d\d$/);
      expect(display).not.toBe("");
    }
  });
});
