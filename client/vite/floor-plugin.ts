import compat from "@mdn/browser-compat-data" with { type: "json" };
import type { Plugin } from "vite";
import { FLOOR, HARMLESS, HARMLESS_STYLE, POLYFILLED } from "./floor.ts";

type Version = string | boolean | null | undefined;
interface Support {
  version_added?: Version;
  version_removed?: Version;
  flags?: unknown;
  prefix?: string;
  partial_implementation?: boolean;
}
/** A node of MDN's compatibility data: a feature, what belongs to it, or both. */
interface Feature {
  __compat?: { support: Readonly<Record<string, Support | readonly Support[]>> };
  [name: string]: unknown;
}

/** Parts of the language and of the page whose names are looked for; others share theirs with our own functions. */
const BUILT_INS = /^(Array|TypedArray|Uint8Array|String|Object|Promise|Set|Map|RegExp|Number|Math|JSON|Error)$/;
const OF_PAGES =
  /^(Document|Element|HTMLElement|HTMLDialogElement|HTMLFormElement|HTMLInputElement|Window|Navigator|AbortSignal|Crypto|Response|Request|Headers|Blob|URL|URLSearchParams|CSSStyleSheet|structuredClone)$/;

const versionOf = (added: Version): number =>
  typeof added === "string" ? Number.parseFloat(added.replace("≤", "")) : Number.POSITIVE_INFINITY;

/** Whether each browser of the floor has it, whole and without a switch. */
function isThere({ support }: NonNullable<Feature["__compat"]>): boolean {
  return Object.entries(FLOOR).every(([browser, floor]) =>
    [support[browser] ?? {}]
      .flat()
      .some(
        ({ version_added, version_removed, flags, prefix, partial_implementation }) =>
          !version_removed && !flags && !prefix && !partial_implementation && versionOf(version_added) <= floor,
      ),
  );
}

const compatOf = (node: unknown): Feature["__compat"] =>
  typeof node === "object" && node !== null ? (node as Feature).__compat : undefined;

/** Names of members that are nowhere to be had at the floor, of all that are looked for. */
export function namesAbove(data: { builtins: Feature; api: Feature }): Set<string> {
  const above = new Set<string>();
  const there = new Set<string>();
  for (const [part, wanted] of [
    [data.builtins, BUILT_INS],
    [data.api, OF_PAGES],
  ] as const)
    for (const [owner, feature] of Object.entries(part))
      for (const [name, member] of [[owner, feature] as const, ...Object.entries(feature as Feature)]) {
        const compat = compatOf(member);
        // `navigator.xr` and `navigator.ml` are not called, and two letters are the minifier's.
        if (!compat || name === "xr" || name === "ml") continue;
        if (isThere(compat)) there.add(name);
        else if (wanted.test(owner)) above.add(name);
      }
  return above.difference(there);
}

/** Of a member; without a dot a short name is the minifier's. */
const CALL = /(?:\.|\b(?=structuredClone\())([A-Za-z_$][\w$]*)(?:\?\.)?\(/g;
const calledIn = (code: string): Set<string> => new Set([...code.matchAll(CALL)].map(([, name = ""]) => name));

/** What a style sheet uses: properties, and selectors with their colon. */
const usedIn = (css: string): Set<string> =>
  new Set([
    ...[...css.matchAll(/[{;]([a-z-]+):/g)].map(([, name = ""]) => name),
    ...[...css.matchAll(/:(?:has|is|where|modal|user-valid|user-invalid|popover-open|state)\b/g)].map(([name]) => name),
    ...[...css.matchAll(/\d(cqw|cqh|cqi|cqb|svh|lvh)\b/g)].map(([, unit = ""]) => unit),
  ]);

/** A line for each call and each style above the floor that nobody has said anything about. */
export function faultsIn(files: readonly { name: string; text: string }[], data: CompatData): string[] {
  const above = namesAbove({ builtins: data.javascript.builtins, api: data.api });
  const isStyleAbove = (name: string) => {
    if (/^(cq|[sl]vh)/.test(name)) return true;
    const feature = name.startsWith(":") ? data.css.selectors[name.slice(1)] : data.css.properties[name];
    const compat = compatOf(feature);
    return compat !== undefined && !isThere(compat);
  };
  return files.flatMap(({ name, text }) => {
    const found = name.endsWith(".css")
      ? [...usedIn(text)].filter((style) => isStyleAbove(style) && !(style in HARMLESS_STYLE))
      : [...calledIn(text)].filter((call) => above.has(call) && !POLYFILLED.has(call) && !(call in HARMLESS));
    return found.map((what) => `  ${name}: ${what}`);
  });
}

export interface CompatData {
  javascript: { builtins: Feature };
  api: Feature;
  css: { properties: Feature; selectors: Feature };
}

export const compatData = compat as unknown as CompatData;

/** A build that calls for more than the oldest promised browsers have stops, and names what it is (vite/floor.ts). */
export function floorPlugin(): Plugin {
  return {
    name: "fuzhen-floor",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).flatMap((one) => {
        if (one.type === "chunk") return [{ name: one.fileName, text: one.code }];
        return one.fileName.endsWith(".css") ? [{ name: one.fileName, text: String(one.source) }] : [];
      });
      const faults = faultsIn(files, compatData);
      if (faults.length > 0)
        this.error(
          `not in ${JSON.stringify(FLOOR)}; bring or avoid it, or say in vite/floor.ts why not:\n${faults.join("\n")}`,
        );
    },
  };
}
