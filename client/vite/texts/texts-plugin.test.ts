// @vitest-environment node
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "vite";
import { afterEach, expect, test } from "vitest";
import { textsPlugin } from "./texts-plugin.ts";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runtime = {
  "shared/src/contract.ts": "export {};",
  "client/src/lib/i18n/catalogues.ts":
    "export const textsNamed = (name) => ({ named: name }); export const addWords = (...words) => words;",
  "client/src/lib/i18n/with-texts.ts": "export const withTexts = (code, loads) => [code(), loads];",
};

const texts = (name: string, zh: string, en: string) =>
  `export const ${name} = defineTexts({ zh: { a: "${zh}" }, en: { a: "${en}" } });`;

/** Builds a client of these sources; answers its chunks' code by what they begin with. */
async function chunksOf(sources: Record<string, string>): Promise<Map<string, string>> {
  folder = mkdtempSync(path.join(tmpdir(), "fuzhen-texts-"));
  for (const [name, code] of Object.entries({ ...runtime, ...sources })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), code);
  }
  const client = path.join(folder, "client");
  const output = await build({
    root: client,
    configFile: false,
    logLevel: "silent",
    plugins: [textsPlugin(client)],
    build: { write: false, minify: false, rolldownOptions: { input: path.join(client, "src/app/main.tsx") } },
  });
  const chunks = [output].flat().flatMap((one) => ("output" in one ? one.output : []));
  return new Map(
    chunks.flatMap((one) =>
      one.type === "chunk" ? [[one.facadeModuleId?.replace(`${client}/src/`, "") ?? one.name, one.code] as const] : [],
    ),
  );
}

test("words go out of the code into one file for each language, which is asked for together with the code", async () => {
  const chunks = await chunksOf({
    "client/src/app/main.tsx": `export const page = import("./home.tsx");`,
    "client/src/app/home.tsx": `import { homeTexts } from "./home.texts.ts"; export const home = homeTexts;`,
    "client/src/app/home.texts.ts": `import { defineTexts } from "../lib/i18n/define.ts"; ${texts("homeTexts", "首页", "Home")}`,
    "client/src/lib/i18n/define.ts": `export const defineTexts = (texts) => texts;`,
  });
  const holding = (words: string) => [...chunks].filter(([, code]) => code.includes(words)).map(([name]) => name);
  expect(chunks.get("app/main.tsx")).toMatch(/withTexts\(\(\) => .*home.*zh: \(\) => .*en: \(\) =>/s);
  const [zh, ...alsoZh] = holding("首页");
  const [en, ...alsoEn] = holding('"Home"');
  expect([alsoZh, alsoEn]).toEqual([[], []]);
  expect(zh).not.toBe(en);
  expect([zh, en]).not.toContain("app/home.tsx");
  const name = /textsNamed\("(\w|-)+"\)/.exec([...chunks.values()].join("\n"))?.[0].slice(12, -2) ?? "none";
  expect(chunks.get(zh ?? "")).toContain(`addWords("zh", { "${name}":`);
  expect(chunks.get(en ?? "")).toContain(`addWords("en", { "${name}":`);
});

test("words that the first code needs before any language is there stop the build", async () => {
  const sources = {
    "client/src/app/main.tsx": `import { defineTexts } from "../lib/i18n/define.ts"; ${texts("mainTexts", "早", "Early")}`,
    "client/src/lib/i18n/define.ts": `export const defineTexts = (texts) => texts;`,
  };
  await expect(chunksOf(sources)).rejects.toThrow("main.tsx runs before any words are there, but brings app/main.tsx");
});
