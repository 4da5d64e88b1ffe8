// @vitest-environment node
import path from "node:path";
import type { Plugin } from "vite";
import { expect, test } from "vitest";
import { entryFiles, filesOf, type Bundle } from "./files-of.ts";
import { firstPagePlugin } from "./first-page-plugin.ts";
import { bundleOf } from "./testing/bundle-of.ts";

const src = (file: string) => `/client/src/app/${file}`;
const bundle = bundleOf({
  "index.js": { isEntry: true, imports: ["phone.js"], styles: ["style.css"] },
  "phone.js": { imports: ["base.js"], modules: [src("main.tsx"), src("app.tsx"), src("routes/patient/index.tsx")] },
  "base.js": {},
  "home.js": { imports: ["phone.js", "list.js"], modules: [src("routes/patient/home.tsx")] },
  "list.js": { imports: ["base.js"] },
  "zh.js": { imports: ["phone.js"], modules: ["\0virtual:texts/zh/app/routes/patient/home.tsx"] },
  "en.js": { imports: ["phone.js"], modules: ["\0virtual:texts/en/app/routes/patient/home.tsx"] },
});

const page = `<html><head><!-- first script --><title>t</title>
  <script type="module" crossorigin src="/phone.js"></script>
  <link rel="modulepreload" crossorigin href="/base.js">
  <link rel="stylesheet" crossorigin href="/style.css">
</head><body><div id="shell"></div></body></html>`;

async function built(html: string): Promise<string> {
  const plugin = firstPagePlugin(path.resolve(import.meta.dirname, "../.."));
  const { handler } = plugin.transformIndexHtml as {
    handler: (html: string, at: { bundle: Bundle }) => Promise<string>;
  };
  return handler(html, { bundle });
}

/** What the script finds of a page: files of all, of Chinese, of English. */
async function beginOf(at: string): Promise<string[][]> {
  const [, json = "{}"] = /<script type="application\/json" id="begin">(.*?)<\/script>/.exec(await built(page)) ?? [];
  const { files, places } = JSON.parse(json) as { files: string[]; places: [string, number[], number[], number[]][] };
  const [, ...numbers] = places.find(([pattern]) => new RegExp(pattern).test(at)) ?? [""];
  return numbers.slice(0, 3).map((list) => list.map((number) => files[number] ?? ""));
}

test("the script knows the files of a page that have no tag, each once, and those of its words by language", async () => {
  const [both = [], zh, en] = await beginOf("/");
  expect(both.toSorted()).toEqual(["/base.js", "/home.js", "/list.js"]);
  expect([zh, en]).toEqual([["/zh.js"], ["/en.js"]]);
});

test("the script comes first in the head; the bundler's tags come last, and none that only hints", async () => {
  const html = await built(page);
  expect(html.indexOf("<script>{")).toBeLessThan(html.indexOf("<title>"));
  expect(html.indexOf('src="/phone.js"')).toBeGreaterThan(html.indexOf('id="shell"'));
  expect(html).toContain('href="/style.css"></body>');
  expect(html).not.toContain('modulepreload" crossorigin href');
  expect(html).not.toContain("import ");
});

test("files come with all that they import and their styles; a root that is in no chunk brings nothing", () => {
  expect([...entryFiles(bundle)].toSorted()).toEqual(["base.js", "index.js", "phone.js", "style.css"]);
  expect([...filesOf(bundle, ["app/routes/patient/home.tsx", "app/none.tsx"])].toSorted()).toEqual([
    "base.js",
    "home.js",
    "list.js",
    "phone.js",
  ]);
});

test("no page changes while the dev server serves it", () => {
  const plugin: Plugin = firstPagePlugin("/client");
  expect(plugin.apply).toBe("build");
});
