/**
 * The oldest browsers that are promised: Chrome and Android WebViews of spring 2021, Safari of spring 2022 (WeChat on an
 * iPhone is Safari's), Firefox ESR of summer 2022. Below it index.html says which browser to use.
 */
export const FLOOR = { chrome: 89, safari: 15.4, firefox: 102 } as const;

const targets = Object.entries(FLOOR).map(([name, version]) => `${name}${version}`);

/** Syntax above these is written anew by the build. */
export const styleTargets = targets;
/**
 * As of Chrome 91, because the compiler counts a rare fault of 89 (`a?.(...b)`, which nothing here writes) against all of
 * `?.`: writing each of them anew costs the first page 1.5 kB.
 */
export const scriptTargets = targets.map((target) => target.replace("chrome89", "chrome91"));

/** Built-ins that lib/polyfills.ts brings where they are missing. */
export const POLYFILLED: ReadonlySet<string> = new Set(["at", "hasOwn", "toSorted", "findLast"]);

/** Calls of newer things that do no harm below them, by name, and why. */
export const HARMLESS: Readonly<Record<string, string>> = {
  fromBase64: "@simplewebauthn/browser asks first whether it is there",
  startViewTransition: "React, for <ViewTransition>, which is not used",
  requestSubmit: "React, for form actions, which are not used",
  setAppBadge: "asked for first; the number stands on the page too",
  vibrate: "asked for first; Safari has none, and the call rings by sound and picture",
  replaceSync: "react-resizable-panels asks first; without it the cursor keeps its shape while a pane is dragged",
};

/** Style that is missing below its version without harm, and why. */
export const HARMLESS_STYLE: Readonly<Record<string, string>> = {
  "text-size-adjust": "phones that enlarge text know it under their own prefix",
  "text-autospace": "a thin space between scripts",
  "text-wrap": "a last line of one character",
  "-webkit-tap-highlight-color": "a grey flash",
  outline: "old Safari draws it square",
  "field-sizing": "lib/grow-textareas.ts",
  "overscroll-behavior": "known to all but as of late for keyboards",
  "overscroll-behavior-x": "the same",
  "overflow-anchor": "the timeline holds its place itself",
  "accent-color": "the system's own colour",
  "line-clamp": "written with its prefix, which all know",
  "scrollbar-width": "a thin bar is seen",
  "user-select": "written with its prefix by the build",
  ":has": "a page scrolls behind a sheet; a chosen row has no frame beside its dot; a printed page has its frame",
};
