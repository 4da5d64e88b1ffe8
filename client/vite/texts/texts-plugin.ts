import { createHash } from "node:crypto";
import path from "node:path";
import { MagicString } from "magic-string";
import type { Plugin } from "vite";
import { neededTexts } from "./needed-texts.ts";
import { readSources, type SourceGraph } from "./source-graph.ts";

const LANGUAGES = ["zh", "en"] as const;
type Language = (typeof LANGUAGES)[number];

const CATALOGUE = "virtual:texts/";
const WORDS = /^(.*)\?words=(zh|en)&for=/;

/**
 * Ships languages apart. In the sources a catalogue holds both (`defineTexts({ zh, en })`), and so do dev server and
 * tests. A build keeps only a name in its place; the words go into one chunk a language for each `import("…")`, and the
 * import waits for the code and for the words of the person's language, which are fetched at the same time.
 */
export function textsPlugin(clientRoot: string): Plugin {
  const src = path.join(clientRoot, "src");
  const entry = path.join(src, "app", "main.tsx");
  const runtime = (name: string) => JSON.stringify(path.join(src, "lib", "i18n", name));
  let graph: SourceGraph = new Map();
  let needed: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  const nameOf = (file: string, name: string) =>
    createHash("sha256")
      .update(`${path.relative(src, file)}#${name}`)
      .digest("base64url")
      .slice(0, 6);

  /** All words of one language that a lazily loaded file needs, as one module. */
  const catalogueOf = (language: Language, root: string): string => {
    const words = [...(needed.get(root) ?? [])].flatMap((file) =>
      (graph.get(file)?.catalogues ?? []).map(({ name }) => ({ file, name })),
    );
    return [
      `import { addWords } from ${runtime("catalogues.ts")};`,
      // Each list gets its own copy of the words: shared ones would become many small downloads.
      ...words.map(
        ({ file, name }, index) =>
          `import { ${name} as t${index} } from ${JSON.stringify(`${file}?words=${language}&for=${path.relative(src, root).replaceAll("/", "~")}`)};`,
      ),
      `addWords("${language}", { ${words.map(({ file, name }, index) => `"${nameOf(file, name)}": t${index}`).join(", ")} });`,
    ].join("\n");
  };

  return {
    name: "fuzhen-texts",
    apply: "build",
    enforce: "pre",
    buildStart() {
      graph = readSources(clientRoot);
      needed = neededTexts(graph, entry);
      const early = [...(needed.get(entry) ?? [])].map((file) => path.relative(src, file));
      if (early.length > 0) this.error(`main.tsx runs before any words are there, but brings ${early.join(", ")}`);
    },
    resolveId: (id) => (id.startsWith(CATALOGUE) ? `\0${id}` : WORDS.test(id) ? id : undefined),
    load(id) {
      if (id.startsWith(`\0${CATALOGUE}`)) {
        const [language, ...root] = id.slice(CATALOGUE.length + 1).split("/");
        return catalogueOf(language === "en" ? "en" : "zh", path.join(src, ...root));
      }
      const [, file = "", language = ""] = WORDS.exec(id) ?? [];
      const source = graph.get(file);
      if (!source) return undefined;
      const text = new MagicString(source.code);
      for (const catalogue of source.catalogues) {
        const { start, end } = language === "en" ? catalogue.en : catalogue.zh;
        text.overwrite(catalogue.call.start, catalogue.call.end, `(${source.code.slice(start, end)})`);
      }
      // Other exports of the file are dropped by the bundler, because nobody imports them from this copy.
      return { code: text.toString(), moduleType: "ts" };
    },
    transform(code, id) {
      const source = graph.get(id);
      if (!source || source.code !== code) return undefined;
      const text = new MagicString(code);
      for (const { name, call } of source.catalogues)
        text.overwrite(call.start, call.end, `/* @__PURE__ */ textsNamed("${nameOf(id, name)}")`);
      const lazy = source.lazy.filter(({ target }) => (needed.get(target)?.size ?? 0) > 0);
      for (const { start, end, target } of lazy) {
        const root = path.relative(src, target);
        const loads = LANGUAGES.map((language) => `${language}: () => import("${CATALOGUE}${language}/${root}")`);
        text.appendLeft(start, "withTexts(() => ").appendRight(end, `, { ${loads.join(", ")} })`);
      }
      if (source.catalogues.length > 0) text.prepend(`import { textsNamed } from ${runtime("catalogues.ts")};\n`);
      if (lazy.length > 0) text.prepend(`import { withTexts } from ${runtime("with-texts.ts")};\n`);
      return text.hasChanged() ? { code: text.toString(), map: text.generateMap({ hires: true }) } : undefined;
    },
  };
}
