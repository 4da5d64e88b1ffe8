import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "regexparam";
import { minifySync, transformWithOxc, type Plugin } from "vite";
import { entryFiles, filesOf, type Bundle } from "./files-of.ts";
import { firstCalls, places } from "./places.ts";

const TAG = /\s*<(link rel="(stylesheet|modulepreload)"[^>]*>|script type="module"[^>]*><\/script>)/g;

/**
 * Writes into the built index.html what each page begins with, and the script that asks for it (app/first-script.ts):
 * without it a page's code comes in waves, each told of by the one before.
 */
export function firstPagePlugin(clientRoot: string): Plugin {
  const script = path.join(clientRoot, "src", "app", "first-script.ts");
  return {
    name: "fuzhen-first-page",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler(html, { bundle }) {
        if (!bundle) return html;
        const { code } = await transformWithOxc(readFileSync(script, "utf8"), script);
        // Only its types are imported: what is left of that would be no script.
        const small = minifySync(script, `{${code.replace("export {};", "")}}`, { module: false }).code;
        const first = `<script type="application/json" id="begin">${begin(bundle)}</script><script>${small}</script>`;
        // The bundler's tags would be asked for before the session, and a style sheet in the head would keep the shell
        // from being drawn. At the end scripts wait for it as well.
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

function begin(bundle: Bundle): string {
  const files: string[] = [];
  const numbersOf = (names: ReadonlySet<string>, main: string) =>
    [...names]
      .filter((name) => name.endsWith(".js") && name !== main)
      .map((name) => (files.includes(name) ? files.indexOf(name) : files.push(name) - 1));
  // The page has tags for these.
  const [main = "", ...entry] = entryFiles(bundle);
  const listed = places.map(([place, ...code]) => {
    const roots = ["app/app.tsx", ...code.map((name) => `app/routes/${name}`)];
    const both = new Set([...entry, ...filesOf(bundle, roots)]);
    const inLanguage = (language: string) =>
      filesOf(
        bundle,
        roots.map((root) => `virtual:texts/${language}/${root}`),
      ).difference(both);
    const files = [both, inLanguage("zh"), inLanguage("en")].map((names) => numbersOf(names, main));
    return [parse(place).pattern.source, ...files, firstCalls[place] ?? []];
  });
  return JSON.stringify({ files: files.map((name) => `/${name}`), places: listed });
}
