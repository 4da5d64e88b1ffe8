import { expect, it } from "vitest";
import { searchKeysOf, searchWords } from "./search-keys.ts";

const keys = searchKeysOf({ name: "吕静宜", diseases: ["慢性肾小球肾炎", "IgA 肾病"] });
const found = (query: string) => searchWords(query).every((word) => keys.some((key) => key.includes(word)));

it.each(["吕", "静宜", "lvjingyi", "LV jingyi", "lü", "ljy", "肾炎", "iga", "ＩｇＡ", "吕 肾病"])(
  "%s finds her",
  (query) => {
    expect(found(query)).toBe(true);
  },
);
it.each(["王", "wang", "ljx", "吕 糖尿病", ".*", "=", "~"])("%s does not", (query) => {
  expect(found(query)).toBe(false);
});
