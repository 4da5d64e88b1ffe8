import { describe, expect, it } from "vitest";

import { foldDisease } from "./fold-disease.ts";
import { findIcd10 } from "./icd10-table.ts";
import { sites } from "./icd10-grids.ts";
import { terms } from "./icd10-terms.ts";
import { searchIcd10 } from "./search-icd10.ts";

const codes = async (query: string, limit?: number) => (await searchIcd10(query, limit)).map(({ code }) => code);

describe("searchIcd10", () => {
  it.each(["慢性肾炎", "mxsy", "MXSYZHZ", "manxingshenyan", "man xing shen yan", "n03", "Ｎ03", "N03.902", "慢性腎炎"])(
    "%s finds N03 慢性肾炎综合征 first",
    async (query) => {
      expect((await searchIcd10(query))[0]).toEqual({ code: "N03", display: "慢性肾炎综合征" });
    },
  );

  it.each([
    ["N18", ["N18"]],
    ["n18.5", ["N18"]],
    ["N1", ["N10", "N11", "N12", "N13", "N14", "N15", "N16", "N17", "N18", "N19"]],
    ["痛风", ["M10"]],
    ["tongfeng", ["M10"]],
    ["红斑狼疮", ["M32", "L93"]],
    ["糖尿病", ["E14", "E11", "E10"]],
    ["tnb", ["E14", "E11", "E10"]],
    ["高血压", ["I10"]],
    ["gxy", ["I10"]],
    ["高血压病", ["I10"]],
    ["mxsxqsy", ["N03"]],
  ])("%s: the usual category first", async (query, expected) => {
    expect(await codes(query, expected.length)).toEqual(expected);
  });

  it.each([
    ["2型糖尿病", "E11"],
    ["Ⅱ型糖尿病", "E11"],
    ["II型糖尿病", "E11"],
    ["二型糖尿病", "E11"],
    ["2 型 糖尿病", "E11"],
    ["1型糖尿病", "E10"],
    ["糖尿病性肾病", "E14"],
    ["肺癌", "C34"],
    ["左肺上叶癌", "C34"],
    ["右侧乳腺癌术后", "C50"],
    ["胃Ca", "C16"],
    ["房颤", "I48"],
    ["心衰", "I50"],
    ["乙肝", "B18"],
    ["甲亢", "E05"],
    ["冠心病", "I25"],
    ["IgA肾病", "N02"],
    ["IgA 腎病", "N02"],
    ["乳腺增生症", "N60"],
    ["尿毒症", "N18"],
    ["腰突", "M51"],
    ["食道癌", "C15"],
    ["肝占位", "K76"],
    ["双侧肾结石", "N20"],
    ["左股骨颈骨折", "S72"],
    ["慢性支气管炎急性发作", "J42"],
    ["胆囊结石伴急性胆囊炎", "K80"],
    ["慢性肾功能不全", "N18"],
    ["透析", "Z49"],
  ])("%s finds %s first", async (query, code) => {
    expect((await codes(query, 1))[0]).toBe(code);
  });

  it("finds each of several diseases in one line", async () => {
    expect(await codes("高血压伴糖尿病", 6)).toEqual(expect.arrayContaining(["I10", "E14"]));
    expect(await codes("冠心病、房颤", 6)).toEqual(expect.arrayContaining(["I25", "I48"]));
  });

  it.each(["肺", "肝", "乳腺", "前列腺", "胃", "膀胱", "甲状腺", "卵巢", "脑"])(
    "what a growth or an inflammation of the %s finds first is of no other organ",
    async (organ) => {
      for (const kind of ["癌", "良性肿瘤", "囊肿", "炎", "占位"]) {
        const [first] = await searchIcd10(organ + kind, 1);
        expect(first, `${organ}${kind}`).toBeDefined();
        const others = ["肺", "肝", "乳", "前列腺", "胃", "膀胱", "甲状腺", "卵巢", "脑"].filter(
          (other) => !organ.includes(other) && !other.includes(organ),
        );
        // Categories that hold several organs name the one asked for as well, or none.
        const told = first?.display ?? "";
        expect(
          others.some((other) => told.includes(other)) && !told.includes(organ.slice(0, 1)),
          `${organ}${kind}`,
        ).toBe(false);
      }
    },
  );

  it("keeps the mark apart from the code", async () => {
    expect(await searchIcd10("N08")).toEqual([{ code: "N08", display: "分类于他处的疾病引起的肾小球疾患", mark: "*" }]);
  });

  it("reads characters as words, and matches whole syllables only", async () => {
    expect(await codes("exingzhongliu")).not.toEqual([]);
    expect(await codes("angxing")).toEqual([]);
  });

  it("finds nothing for an empty query or a limit below one", async () => {
    for (const query of ["", "   ", "、", "\t\n"]) expect(await searchIcd10(query)).toEqual([]);
    expect(await searchIcd10("肾", 0)).toEqual([]);
    expect(await searchIcd10("肾", -1)).toEqual([]);
  });

  it.each([
    ["直肠吻合口瘢痕", "L91"],
    ["肝瘢痕", "L91"],
    ["皮肤瘢痕", ""],
  ])("names no disease of another organ for %s", async (query, other) => {
    expect(await codes(query)).not.toContain(other);
  });

  it("returns 20 at most unless told otherwise", async () => {
    expect(await searchIcd10("a")).toHaveLength(20);
    expect(await searchIcd10("a", 5)).toHaveLength(5);
  });

  it.each([".*", "(a+)+$", "$where", "__proto__", "\u0000", "🙂", "\ud800", "'; drop table", "a".repeat(1_000_000)])(
    "takes hostile input as plain text (%#)",
    async (query) => {
      expect(await searchIcd10(query)).toEqual([]);
    },
  );
});

describe("the tables", () => {
  it("name no category twice in a row, and none without a name", () => {
    for (const { name, codes: listed } of terms) {
      expect(name).not.toBe("");
      expect(listed.length, `categories of ${name}`).toBeGreaterThan(0);
      expect(new Set(listed).size, `categories of ${name}`).toBe(listed.length);
    }
    expect(sites.every((site) => site === foldDisease(site))).toBe(true);
  });

  it("have every row in readable form", () => {
    const all = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].flatMap((letter) =>
      Array.from({ length: 100 }, (_, at) => findIcd10(`${letter}${String(at).padStart(2, "0")}`) ?? []).flat(),
    );
    expect(all.length).toBe(1586 + 49);
    for (const { code, display } of all) {
      expect(code).toMatch(/^[A-Z]\d\d$/);
      expect(display).not.toBe("");
    }
  });
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
});
