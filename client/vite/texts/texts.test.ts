// @vitest-environment node
import { expect, test } from "vitest";
import { neededTexts } from "./needed-texts.ts";
import { readSource, type SourceGraph } from "./source-graph.ts";

const words = (name: string) => `export const ${name} = defineTexts({ zh: { a: "甲" }, en: { a: "A" } });`;

/** Sources by name, all in one folder. */
const graphOf = (files: Record<string, string>): SourceGraph =>
  new Map(Object.entries(files).map(([name, code]) => [`/${name}`, readSource(`/${name}`, code)]));

const neededIn = (files: Record<string, string>) =>
  Object.fromEntries(
    [...neededTexts(graphOf(files), "/main.ts")].map(([root, texts]) => [root.slice(1), [...texts].toSorted()]),
  );

test("a source's code, its later code and its catalogues are told apart; types bring nothing", () => {
  const source = readSource(
    "/pages/home.tsx",
    `import type { A } from "./a.ts";
    import { b, type B } from "../b.ts";
    export { c } from "./c.ts";
    import react from "react";
    const Later = lazy(() => import("./later.tsx"));
    ${words("homeTexts")}`,
  );
  expect(source.imports).toEqual(["/b.ts", "/pages/c.ts"]);
  expect(source.lazy.map(({ target }) => target)).toEqual(["/pages/later.tsx"]);
  const [catalogue] = source.catalogues;
  expect(catalogue?.name).toBe("homeTexts");
  expect(source.code.slice(catalogue?.zh.start, catalogue?.zh.end)).toBe('{ a: "甲" }');
  expect(source.code.slice(catalogue?.en.start, catalogue?.en.end)).toBe('{ a: "A" }');
});

test("a catalogue that cannot be taken apart stops the build", () => {
  expect(() => readSource("/x.ts", "export const x = defineTexts(both);")).toThrow("an object written out");
  expect(() => readSource("/x.ts", "export const x = defineTexts({ zh: {} });")).toThrow("x has no en");
});

test("later code brings the words that nobody has brought before it", () => {
  expect(
    neededIn({
      "main.ts": `import("./app.ts")`,
      "app.ts": `import "./common.ts"; import("./home.ts"); import("./room.ts")`,
      "home.ts": `import "./common.ts"; import "./visits.ts"; import("./report.ts")`,
      "room.ts": `import "./visits.ts"; import("./report.ts")`,
      "report.ts": `import "./common.ts"; import "./visits.ts"; import "./report.texts.ts"`,
      "common.ts": words("commonTexts"),
      "visits.ts": words("visitTexts"),
      "report.texts.ts": words("reportTexts"),
    }),
  ).toEqual({
    "main.ts": [],
    "app.ts": ["/common.ts"],
    "home.ts": ["/visits.ts"],
    "room.ts": ["/visits.ts"],
    // Both ways to it bring the visits' words.
    "report.ts": ["/report.texts.ts"],
  });
});

test("what only one of two importers has brought comes with the code", () => {
  expect(
    neededIn({
      "main.ts": `import("./home.ts"); import("./room.ts")`,
      "home.ts": `import "./visits.ts"; import("./viewer.ts")`,
      "room.ts": `import("./viewer.ts")`,
      "viewer.ts": `import "./visits.ts"; import("./home.ts")`,
      "visits.ts": words("visitTexts"),
    }),
  ).toEqual({ "main.ts": [], "home.ts": ["/visits.ts"], "room.ts": [], "viewer.ts": ["/visits.ts"] });
});
