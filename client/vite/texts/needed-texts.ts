import type { SourceGraph } from "./source-graph.ts";

/** What is in all of them. */
const inAll = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  sets.length === 0 ? new Set() : sets.reduce((left, right) => left.intersection(right));

/** A file and all whose code comes with it. */
export function closureOf(graph: SourceGraph, root: string): Set<string> {
  const found = new Set([root]);
  for (const file of found) for (const next of graph.get(file)?.imports ?? []) if (graph.has(next)) found.add(next);
  return found;
}

/**
 * What words have to come together with each lazily loaded file: those of all code that comes with it, but for what is
 * there already, whichever of its importers asks. Answers files with catalogues by the file that is loaded.
 */
export function neededTexts(graph: SourceGraph, entry: string): ReadonlyMap<string, ReadonlySet<string>> {
  const hasTexts = (file: string) => (graph.get(file)?.catalogues.length ?? 0) > 0;
  const everything = new Set([...graph.keys()].filter(hasTexts));
  const roots = new Set([entry, ...[...graph.values()].flatMap(({ lazy }) => lazy.map(({ target }) => target))]);
  const closures = new Map([...roots].map((root) => [root, closureOf(graph, root)] as const));
  const own = new Map([...closures].map(([root, files]) => [root, new Set([...files].filter(hasTexts))] as const));
  const importers = new Map(
    [...roots].map((root) => [
      root,
      [...graph].filter(([, { lazy }]) => lazy.some(({ target }) => target === root)).map(([file]) => file),
    ]),
  );
  // Files may load each other in circles. So the search begins with "everything is there already" and takes away until
  // nothing changes.
  const there = new Map([...roots].map((root) => [root, everything as ReadonlySet<string>]));
  const before = (root: string) =>
    root === entry
      ? new Set<string>()
      : inAll(
          (importers.get(root) ?? []).flatMap((importer) =>
            [...closures].filter(([, files]) => files.has(importer)).map(([from]) => there.get(from) ?? everything),
          ),
        );
  for (let changed = true; changed;) {
    changed = false;
    for (const root of roots) {
      const now = before(root).union(own.get(root) ?? new Set<string>());
      if (now.size !== there.get(root)?.size) changed = true;
      there.set(root, now);
    }
  }
  return new Map([...roots].map((root) => [root, (own.get(root) ?? new Set<string>()).difference(before(root))]));
}
