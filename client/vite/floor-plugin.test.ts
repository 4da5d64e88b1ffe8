import { expect, test } from "vitest";
import { compatData, faultsIn, namesAbove } from "./floor-plugin.ts";

const data = compatData;
const faults = (name: string, text: string) => faultsIn([{ name, text }], data).map((line) => line.trim());

test("what is younger than the floor is known by name, and nothing that an older part has under the same name", () => {
  const above = namesAbove({ builtins: data.javascript.builtins, api: data.api });
  for (const name of ["toReversed", "union", "withResolvers", "fromAsync", "checkVisibility", "structuredClone"])
    expect(above.has(name), `${name} is above`).toBe(true);
  for (const name of ["map", "flat", "replaceAll", "allSettled", "any", "querySelector", "add", "close"])
    expect(above.has(name), `${name} is old enough`).toBe(false);
});

test("a call above the floor is named with its file; what is brought or harmless is not", () => {
  expect(faults("assets/a.js", "x.toReversed().map(y);structuredClone(z)")).toEqual([
    "assets/a.js: toReversed",
    "assets/a.js: structuredClone",
  ]);
  expect(faults("assets/a.js", "x.toSorted(y).at(-1);x?.findLast?.(y)")).toEqual([]);
});

test("so is style: properties, selectors and units", () => {
  expect(faults("a.css", ".a{width:100cqw;translate:0 1px}.b:has(i){text-wrap:pretty}")).toEqual([
    "a.css: translate",
    "a.css: cqw",
  ]);
});
