import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  foldCode,
  foldDocumentNumber,
  foldName,
  foldNumber,
  foldPhone,
  foldTitle,
  nameFault,
  nameKey,
} from "./typed-text.ts";
import { shortenFileName, isVisible } from "./visible-text.ts";

describe("what is visible", () => {
  test.each([
    "",
    " ",
    "\u3000",
    "\u200b",
    "\u2063",
    "\u3164",
    "\u115f",
    "\u1160",
    "\uffa0",
    "\u2800",
    "\ufeff",
    "\u202e",
    "\ufe0f",
    "\u00ad",
    "\u034f",
    "\u{e0041}",
    "\u180e\u061c\u2028",
    "\u{1d159}",
    "\u{10ffff}",
    "\ud800",
    "\u0301",
    "\u200b \u2063\n",
  ])("%j alone is empty", (text) => expect(isVisible(text)).toBe(false));
  test.each(["a", "药", "·", "\u200b.", "👍", "é"])("%j is something", (text) => expect(isVisible(text)).toBe(true));
});

test.each([
  "13800138000",
  "138 0013 8000",
  "138-0013-8000",
  "+86 138-0013-8000",
  "+8613800138000",
  "0086 13800138000",
  "8613800138000",
  "（+86）138 0013 8000",
  "１３８００１３８０００",
  "\u202a138\u00a00013\u20098000\u202c",
  "\u200b138\u20110013\u22128000",
  "١٣٨٠٠١٣٨٠٠٠",
  "१३८००१३८०००",
  "+86-13800138000",
  "(+86)13800138000",
  "[86] 13800138000",
  "＋８６（０）１３８ ００１３ ８０００",
  "013800138000",
  "086 13800138000",
  "+0086 138,0013,8000",
  "138•0013•8000",
  "138~0013～8000",
  "138、0013、8000。",
  "1️⃣3️⃣8️⃣00138000",
  "138\u115f0013\u2800\u00ad8000\ufe0f",
])("%s is one mobile number", (typed) => expect(foldPhone(typed)).toBe("13800138000"));

test.each(["86138001380", "+1 138 0013 8000", "86 86 13800138000", "0013800138000", "+86 00 13800138000"])(
  "%s is not made a mobile number",
  (typed) => expect(foldPhone(typed)).not.toMatch(/^1[3-9]\d{9}$/),
);

test.each(["123456", "123 456", "123-456", "１２３４５６", "\u200f123456", "123\u30004\u200b56"])(
  "%s is one code",
  (typed) => expect(foldCode(typed)).toBe("123456"),
);

test.each([
  "11010519491231002x",
  "110105 19491231 002X",
  "１１０１０５１９４９１２３１００２Ｘ",
  "110105-19491231-002\u200bx",
  "110105‑19491231‑002X\u00ad\u2800",
  // What a keyboard without Latin letters has in place of the X.
  "11010519491231002×",
  "11010519491231002ⅹ",
  "11010519491231002х",
  "11010519491231002Χ",
])("%s is one number of a document", (typed) => expect(foldDocumentNumber(typed)).toBe("11010519491231002X"));

test.each([
  ["５０", "50"],
  ["１２．５", "12.5"],
  ["12。5", "12.5"],
  ["￥1,200.50 元", "1200.50"],
  ["－３", "-3"],
  ["−3", "-3"],
  ["15\u200b 分钟", "15"],
  ["٣٠", "30"],
  ["15.", "15."],
  ["五十", ""],
  ["1e3", ""],
  ["0x10", ""],
  ["1-2", ""],
  ["1.2.3", ""],
  ["abc", ""],
])("%s is the number %j", (typed, number) => expect(foldNumber(typed)).toBe(number));

test.each([
  ["e 1234 5678", "E12345678"],
  ["Е１２３４５６７８", "E12345678"],
  ["EL123456<", "EL123456"],
  ["ｈ12345678（01）", "H1234567801"],
  ["0123456789(b)", "0123456789B"],
])("%s is the number %s", (typed, number) => expect(foldDocumentNumber(typed)).toBe(number));

describe("names", () => {
  test.each([
    "·",
    "•",
    "・",
    "‧",
    "．",
    "･",
    "∙",
    "⋅",
    " · ",
    ".",
    "。",
    "｡",
    "ㆍ",
    "᛫",
    "˙",
    "▪",
    "⚫",
    "⦁",
    "⬤",
    "⸰",
    "\u119e",
    "𐄁",
    "··",
    ". ",
    "‥",
  ])("阿卜杜拉%s买买提 has the card's dot", (dot) => expect(foldName(`阿卜杜拉${dot}买买提`)).toBe("阿卜杜拉·买买提"));
  test.each([
    ["欧阳　若兰", "欧阳若兰"],
    ["王 芳", "王芳"],
    ["ＬＩ　Ｍing", "LI Ming"],
    ["O’Brien", "O'Brien"],
    ["O´Brien", "O'Brien"],
    ["OʻBrien", "O'Brien"],
    ["O׳Brien", "O'Brien"],
    ["Jean–Luc", "Jean-Luc"],
    ["Jean —— Luc", "Jean-Luc"],
    ["·买买提•", "买买提"],
    ["J. R. Smith", "J. R. Smith"],
    ["○二", "〇二"],
    ["\uf900\u200b山", "豈山"],
    ["Nguye\u0302\u0303n", "Nguyễn"],
    ["  李\t明 ", "李明"],
    ["𠮷田", "𠮷田"],
    // Doubles that copies from PDFs have in place of the letters.
    ["⻢小⻰", "马小龙"],
    ["⻩⻘", "黄青"],
    ["⽼⽂", "老文"],
    ["王\ufe00明", "王明"],
  ])("%j is kept as %j, and is a name", (typed, kept) => {
    expect(foldName(typed)).toBe(kept);
    expect(nameFault(foldName(typed))).toBeNull();
  });
  test.each([
    ["欧阳 若兰", "欧阳若兰"],
    ["LI MING", "Li  Ming"],
    ["Zoe\u0301", "Zoé"],
    ["阿依·古丽", "阿依古丽"],
    ["O'Brien", "OBRIEN"],
    ["Strauß", "STRAUSS"],
    ["ΝΙΚΟΣ", "Νίκος".normalize("NFD").replace("\u0301", "")],
  ])("%j and %j are one name", (one, other) => expect(nameKey(one)).toBe(nameKey(other)));
  test.each([
    ["\u200b\u3164", "required"],
    ["李\ue000", "private_use"],
    ["李\u{f0000}明", "private_use"],
    ["z\u0300\u0301\u0302\u0303\u0304algo", "combining_marks"],
    ["李\u20e3明", "name"],
    ["李\u302e明", "name"],
    ["Li \u0301Ming", "name"],
    ["李", "name"],
    ["李1", "name"],
    ["<b>", "name"],
    ["王".repeat(41), "too_long"],
  ])("%j is refused as %s", (typed, fault) => expect(nameFault(foldName(typed))).toBe(fault));
  test.each(["𠀀".repeat(40), "阿布都克力木·吐尔逊·买买提依明"])("%s is a name", (name) =>
    expect(nameFault(name)).toBeNull(),
  );
});

test.each([
  ["肾 内科", "肾内科"],
  ["肾\u3000内\u200b科 ", "肾内科"],
  ["ＩＣＵ  一区", "ICU 一区"],
  ["内科（一）", "内科（一）"],
  ["⽪肤科", "皮肤科"],
])("the name %j of a thing is kept as %j", (typed, kept) => expect(foldTitle(typed)).toBe(kept));

test("the capital ẞ and its small letter are one name with SS", () =>
  expect(["ẞ", "ß", "SS", "ss"].map(nameKey)).toEqual(["ss", "ss", "ss", "ss"]));

test("folding what is folded changes nothing, whatever was typed", () => {
  const text = fc.string({ unit: "binary", maxLength: 30 });
  fc.assert(
    fc.property(text, (typed) => {
      for (const fold of [foldName, foldTitle, foldPhone, foldCode, foldDocumentNumber, nameKey])
        expect(fold(fold(typed))).toBe(fold(typed));
    }),
    { numRuns: 500 },
  );
});

test.each([
  [`${"长".repeat(300)}.jpeg`, 200, /长…\.jpeg$/u],
  ["短.pdf", 200, /^短\.pdf$/u],
  ["x".repeat(250), 200, /^x+…$/u],
])("a file's name is shortened in front of its extension", (name, max, form) => {
  const short = shortenFileName(name, max);
  expect([...short].length).toBeLessThanOrEqual(max);
  expect(short).toMatch(form);
});
