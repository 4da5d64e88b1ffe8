import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "regexparam";
import { minifySync, transformWithOxc, type Plugin } from "vite";
import { entryFiles, filesOf, type Bundle } from "./files-of.ts";
import { openPlaces, places } from "./places.ts";

const TAG = /\s*<(link rel="(stylesheet|modulepreload)"[^>]*>|script type="module"[^>]*><\/script>)/g;

/**
 * Writes into the built index.html what each page begins with, and the script that asks for it (app/first-script.ts):
 * without it a page's code comes in waves, each told of by the one before.
 */
export function firstPagePlugin(clientRoot: string): Plugin {
  const app = path.join(clientRoot, "src", "app");
  const script = path.join(app, "first-script.ts");
  return {
    name: "fuzhen-first-page",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler(html, { bundle }) {
        if (!bundle) return html;
        const firstCalls = JSON.parse(readFileSync(path.join(app, "first-calls.json"), "utf8")) as FirstCalls;
        const { code } = await transformWithOxc(readFileSync(script, "utf8"), script);
        // Only its types are imported: what is left of that would be no script.
        const small = minifySync(script, `{${code.replace("export {};", "")}}`, { module: false }).code;
        const first = `<script type="application/json" id="begin">${begin(bundle, html, firstCalls)}</script><script>${small}</script>`;
        // A style sheet in the head would keep the shell from being drawn. At the end, scripts wait for it as well.
        const tags = html.match(TAG) ?? [];
        const late = tags.filter((tag) => !tag.includes("modulepreload")).join("");
        return html
          .replaceAll(TAG, "")
          .replace("<!-- first script -->", () => first)
          .replace("</body>", () => `${late}</body>`);
      },
    },
  };
}

/**
 * What a page asks the API first, by the page's path, word for word as its code will ask it: asked before any code is there.
 */
type FirstCalls = Readonly<Record<string, readonly string[]>>;

function begin(bundle: Bundle, html: string, firstCalls: FirstCalls): string {
  const files: string[] = [];
  const numbersOf = (names: ReadonlySet<string>) =>
    [...names]
      .filter((name) => name.endsWith(".js") && !html.includes(`src="/${name}"`))
      .map((name) => (files.includes(name) ? files.indexOf(name) : files.push(name) - 1));
  // Vite leaves the entry out where it does nothing but import, and writes a tag for each of its imports instead.
  const [, ...entry] = entryFiles(bundle);
  const rowOf = ([place, ...code]: (typeof places)[number], calls: readonly string[]) => {
    const roots = ["app/app.tsx", ...code.map((name) => `app/routes/${name}`)];
    const both = new Set([...entry, ...filesOf(bundle, roots)]);
    const inLanguage = (language: string) =>
      filesOf(
        bundle,
        roots.map((root) => `virtual:texts/${language}/${root}`),
      ).difference(both);
    const files = [both, inLanguage("zh"), inLanguage("en")].map(numbersOf);
    return [parse(place).pattern.source, ...files, calls];
  };
  const listed = places.map((row) => rowOf(row, firstCalls[row[0]] ?? []));
  const open = openPlaces.map((row) => rowOf(row, []));
  return JSON.stringify({ files: files.map((name) => `/${name}`), places: listed, open });
}
