// @vitest-environment node
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "regexparam";
import { openPlaces, places } from "./places.ts";

const routes = path.resolve(import.meta.dirname, "../../src/app/routes");
const trees = ["patient", "specialist", "admin"];

/** Path and file of each page, as the table in its tree says: `["/reports", later(() => import("./reports.tsx"))]`. */
const pagesOf = (tree: string): [string, string][] =>
  [
    ...readFileSync(path.join(routes, tree, "index.tsx"), "utf8").matchAll(
      /\["(\/[^"]*)", later\(\(\) => import\("\.\/([^"]+)"\)\)\]/g,
    ),
  ].map(([, at = "", file = ""]) => [at, `${tree}/${file}`]);

const listed = new Map(places.map(([at, ...code]) => [at, code]));

test.each(trees.flatMap(pagesOf))("%s begins with the code of its page, %s", (at, file) => {
  expect(listed.get(at)).toEqual([`${file.split("/", 1)[0]}/index.tsx`, file]);
});

test("whoever is not signed in begins an open page with its own code, which is what the public tree draws there", () => {
  const tree = readFileSync(path.join(routes, "public", "index.tsx"), "utf8");
  for (const [at, ...code] of openPlaces) {
    const [frame, page = ""] = code;
    expect(frame).toBe("public/index.tsx");
    const from = page.replace("public/", "./").replace("patient/", "../patient/");
    expect(tree).toContain(`["${at}", later(() => import("${from}"))]`);
  }
  expect(tree.match(/later\(/g)).toHaveLength(7);
});

test("the tables of the trees are read", () => {
  expect(pagesOf("patient").length).toBeGreaterThan(15);
  expect(pagesOf("specialist")).toHaveLength(2);
});

test("files that are named are there", () => {
  const missing = [...places, ...openPlaces]
    .flatMap(([, ...code]) => code)
    .filter((file) => !readFileSync(path.join(routes, file)).length);
  expect(missing).toEqual([]);
});

test("an address begins with the code of its own page, though others fit too", () => {
  const firstFor = (at: string) => places.find(([place]) => parse(place).pattern.test(at))?.at(-1);
  expect(firstFor("/reports/add")).toBe("patient/report-add.tsx");
  expect(firstFor("/reports/65f0")).toBe("patient/report-detail.tsx");
  expect(firstFor("/desk/emergency")).toBe("specialist/emergency.tsx");
  expect(firstFor("/nowhere")).toBe("patient/index.tsx");
});
