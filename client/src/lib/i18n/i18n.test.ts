// @vitest-environment happy-dom
import { errorList } from "@fuzhen/shared/errors.ts";
import { expect, test } from "vitest";
import { ApiError } from "../api/api-error.ts";
import { setPrefs } from "../prefs.ts";
import { commonTexts } from "./common.ts";
import { defineTexts, textsNow } from "./define.ts";
import { errorTexts } from "./errors.texts.ts";
import { errorTextNow, LocalError } from "./errors.ts";
import { fieldErrorText, fieldErrorTexts } from "./field-errors.ts";

const catalogues = { commonTexts, errorTexts, fieldErrorTexts };

function paths(tree: object, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "object" && value !== null ? paths(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

function words(tree: object): string[] {
  return Object.values(tree).flatMap((value: unknown) => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? words(value) : [];
  });
}

test.each(Object.entries(catalogues))("%s says the same things in both languages", (_name, { zh, en }) => {
  expect(paths(en)).toEqual(paths(zh));
  expect(words(zh).filter((word) => word.trim() === "")).toEqual([]);
  const untranslated = words(en).filter((word) => /\p{Script=Han}/u.test(word) && word !== "中文");
  expect(untranslated).toEqual([]);
});

test("every error code has a short sentence in both languages", () => {
  for (const texts of [errorTexts.zh.codes, errorTexts.en.codes]) {
    expect(Object.keys(texts).toSorted()).toEqual(Object.keys(errorList).toSorted());
    for (const sentence of Object.values(texts)) {
      expect(sentence).toMatch(/[。.]$/);
      expect(sentence.length).toBeLessThan(90);
    }
  }
});

test("whatever is thrown has words", () => {
  setPrefs({ language: "zh" });
  expect(errorTextNow({ code: "slot_unavailable" })).toContain("已有别的预约");
  expect(errorTextNow(new TypeError("Failed to fetch"))).toContain("网络不通");
  expect(errorTextNow(new ApiError({ code: "rate_limited" }))).toBe(errorTexts.zh.codes.rate_limited);
  expect(errorTextNow(new ApiError({ code: "rate_limited" }, 43))).toContain("43 秒后");
  expect(errorTextNow(new ApiError({ code: "rate_limited" }, 841))).toContain("15 分钟后");
  expect(errorTextNow(new LocalError("passkey_exists"))).toContain("通行密钥");
  expect(errorTextNow({ code: "no_such_code" })).toBe(errorTexts.zh.codes.internal);
  expect(errorTextNow("text")).toBe(errorTexts.zh.codes.internal);
  expect(fieldErrorText("phone", fieldErrorTexts.zh)).toContain("手机号");
  expect(fieldErrorText("toString", fieldErrorTexts.zh)).toBe(fieldErrorTexts.zh.other);
});

test("a text missing in English does not compile", () => {
  // @ts-expect-error -- `b` is missing
  defineTexts({ zh: { a: "甲", b: "乙" }, en: { a: "A" } });
  const texts = defineTexts({
    zh: { hello: (name: string) => `${name}，您好` },
    en: { hello: (name) => `Hello ${name}` },
  });
  setPrefs({ language: "en" });
  expect(textsNow(texts).hello("Li")).toBe("Hello Li");
  expect(document.documentElement.lang).toBe("en");
  setPrefs({ language: "zh" });
  expect(document.documentElement.lang).toBe("zh-CN");
});
