import type { Plugin } from "vite";

type Hook = Extract<NonNullable<Plugin["generateBundle"]>, (...args: never[]) => unknown>;
export type Bundle = Parameters<Hook>[1];
type Chunk = Extract<Bundle[string], { type: "chunk" }>;

/** The chunk that holds a source file ("app/main.tsx") or a virtual module. */
function chunkOf(bundle: Bundle, root: string): Chunk | undefined {
  const isRoot = (id: string) => id === `\0${root}` || id.endsWith(`/src/${root}`);
  return Object.values(bundle).find((one): one is Chunk => one.type === "chunk" && one.moduleIds.some(isRoot));
}

/** Scripts and style sheets that come with these roots, whatever brings them. A root that is no chunk counts for nothing. */
export const filesOf = (bundle: Bundle, roots: readonly string[]): Set<string> =>
  allWith(
    bundle,
    roots.map((root) => chunkOf(bundle, root)),
  );

/** The same of what index.html itself asks for. */
export const entryFiles = (bundle: Bundle): Set<string> =>
  allWith(
    bundle,
    Object.values(bundle).map((one) => (one.type === "chunk" && one.isEntry ? one : undefined)),
  );

function allWith(bundle: Bundle, chunks: readonly (Chunk | undefined)[]): Set<string> {
  const files = new Set<string>();
  const add = (chunk: Chunk | undefined): void => {
    if (!chunk || files.has(chunk.fileName)) return;
    files.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
    for (const name of chunk.imports) {
      const next = bundle[name];
      if (next?.type === "chunk") add(next);
    }
  };
  for (const chunk of chunks) add(chunk);
  return files;
}
