// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "..");
// Read as a file: vitest empties style sheets that are imported.
const css = readFileSync(join(source, "ui/tokens.css"), "utf8");

type Table = Record<string, string>;

/** The declarations of the rule whose selector line ends in `selector {`. */
function tableOf(selector: string): Table {
  const at = css.indexOf(`${selector} {`);
  const body = css.slice(css.indexOf("{", at) + 1, css.indexOf("}", at));
  return Object.fromEntries(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

const light = tableOf(":root");
const darkBySystem = tableOf(':root:not([data-theme="light"])');
const darkByChoice = tableOf(':root[data-theme="dark"]');

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const text = 4.5;
// The edge of a control, or a sign (WCAG 1.4.11).
const sign = 3;
const pairs: [ink: string, ground: string, least: number][] = [
  ...["--paper", "--surface", "--sunken"].flatMap((ground): [string, string, number][] => [
    ["--ink", ground, 7],
    ["--ink-2", ground, text],
    ["--teal", ground, text],
    ["--teal-deep", ground, text],
    ["--amber", ground, text],
    ["--red", ground, text],
    ["--green", ground, text],
    ["--focus", ground, sign],
  ]),
  ["--line-strong", "--paper", sign],
  ["--line-strong", "--surface", sign],
  ["--on-teal", "--teal", text],
  ["--on-teal", "--teal-deep", text],
  ["--on-red", "--red", text],
  ["--on-red", "--red-deep", text],
  ["--ink", "--teal-wash", text],
  ["--teal-deep", "--teal-wash", text],
  ["--amber", "--amber-wash", text],
  ["--red", "--red-wash", text],
  ["--green", "--green-wash", text],
  ["--paper", "--ink", text],
];

for (const [theme, table] of [
  ["light", light],
  ["dark", darkBySystem],
] as const) {
  test.each(pairs)(`${theme}: %s on %s reads at %s or more`, (ink, ground, least) => {
    expect(contrast(table[ink] ?? "", table[ground] ?? "")).toBeGreaterThanOrEqual(least);
  });
}

test("the dark of the system and the dark of choice are the same", () => {
  expect(Object.keys(darkBySystem).length).toBeGreaterThan(15);
  expect(darkByChoice).toEqual(darkBySystem);
});

test("dark names every colour that light names", () => {
  expect(Object.keys(darkBySystem).toSorted()).toEqual(Object.keys(light).toSorted());
});

test("elder mode reaches 18 px text, 60 px targets and 1.3 leading", () => {
  const elder = tableOf(":root[data-elder]");
  expect(17 * Number(elder["--scale"])).toBeGreaterThanOrEqual(18);
  expect(Number.parseInt(elder["--target"] ?? "", 10)).toBeGreaterThanOrEqual(60);
  expect(Number(elder["--leading"])).toBeGreaterThanOrEqual(1.3);
});

test("components name tokens and never colours", () => {
  const sheets = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".css") && !path.endsWith("tokens.css"),
  );
  expect(sheets.length).toBeGreaterThan(10);
  const withColours = sheets.filter((path) =>
    /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i.test(readFileSync(join(source, path), "utf8")),
  );
  expect(withColours).toEqual([]);
});
