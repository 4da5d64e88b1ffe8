import { expect, test } from "vitest";
import { MongoError } from "../src/errors.ts";
import { compileRegex } from "../src/query/regex.ts";

const refusal = (source: string): number | undefined => {
  try {
    compileRegex(source, "");
  } catch (error) {
    return error instanceof MongoError ? error.code : undefined;
  }
  return undefined;
};

test("a pattern that would backtrack for ever is answered at once", () => {
  const began = performance.now();
  expect(compileRegex("^(a+)+$", "").test(`${"a".repeat(50_000)}b`)).toBe(false);
  expect(compileRegex("(x+x+)+y", "").test("x".repeat(50_000))).toBe(false);
  expect(compileRegex("^(([a-z])+.)+[A-Z]([a-z])+$", "").find("a".repeat(50_000))).toBeNull();
  expect(performance.now() - began).toBeLessThan(5000);
});

test("what only backtracking gives is refused by its code", () => {
  for (const source of [
    String.raw`(a)\1`,
    "a(?=b)",
    "a(?!b)",
    "(?<=a)b",
    "(?>a)",
    "a++",
    String.raw`(?<n>a)\k<n>`,
    "a{1001}",
  ])
    expect([source, refusal(source)]).toEqual([source, 51091]);
  expect(refusal("a".repeat(40_000))).toBe(51091);
});

test("a pattern too costly for a long text is refused, not waited for", () => {
  const costly = compileRegex(`${"a?".repeat(900)}${"a".repeat(900)}`, "");
  expect(() => costly.test("a".repeat(1_000_000))).toThrow("too costly");
  expect(costly.test("a".repeat(900))).toBe(true);
});

test.each([
  // PCRE's `$` stands at the end and before a newline there.
  ["c$", "", "abc\n", true],
  ["c$", "", "abc\n\n", false],
  [String.raw`c\z`, "", "abc\n", false],
  [String.raw`c\Z`, "", "abc\n", true],
  ["^b$", "m", "a\nb\nc", true],
  ["^b", "", "a\nb", false],
  [String.raw`\As`, "", "sum", true],
  [String.raw`a\sb`, "", "a\u000Bb", true],
  [String.raw`a\sb`, "", "a\u00A0b", false],
  [String.raw`^\d+$`, "", "１２", false],
  ["^.$", "", "😀", true],
  ["^.$", "", "\r", true],
  ["^.$", "", "\n", false],
  ["^.$", "s", "\n", true],
  ["É", "i", "é", true],
  ["[张王]", "", "老王", true],
  ["^[[:alpha:]]+$", "", "abc", true],
  ["^[]a]+$", "", "]a", true],
  ["^[[a]+$", "", "[a", true],
  ["a{", "", "a{", true],
  [String.raw`\x41\x{42}\cJ`, "", "AB\n", true],
  [String.raw`a\/b\-c\_`, "", "a/b-c_", true],
])("%s with %j on %j: %s", (source, options, text, matches) => {
  const pattern = compileRegex(source, options);
  expect(pattern.test(text)).toBe(matches);
  expect(pattern.find(text) !== null).toBe(matches);
});

test("the place of a match does not hold the newline that `$` looked at", () => {
  expect(compileRegex("(b)?c$|(x)", "").find("abc\n")).toEqual({
    match: "bc",
    index: 1,
    end: 3,
    captures: ["b", null],
  });
  expect([...compileRegex("a|$", "").findAll("xaa")].map(({ index, match }) => [index, match])).toEqual([
    [1, "a"],
    [2, "a"],
    [3, ""],
  ]);
});
