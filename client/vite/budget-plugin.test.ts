// @vitest-environment node
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { overBudget } from "./budget-plugin.ts";
import { bundleOf } from "./first-page/testing/bundle-of.ts";

/** Code that packs to about so many kB. */
const code = (kB: number) => randomBytes(kB * 1000).toString("base64");

const bundle = bundleOf({
  "base.js": { isEntry: true, code: code(60), modules: ["/node_modules/react-dom/client.js"] },
  "home.js": {
    imports: ["base.js"],
    code: code(20),
    modules: ["/client/src/app/app.tsx", "/client/src/app/routes/home.tsx", "/client/src/features/home/Clock.tsx"],
  },
  "zh.js": { code: code(5), modules: ["\0virtual:texts/zh/app/routes/home.tsx"] },
  "en.js": { code: code(9), modules: ["\0virtual:texts/en/app/routes/home.tsx"] },
  "desk.js": { code: code(300), modules: ["/client/src/app/routes/desk.tsx"] },
});
const budget = { page: "home", code: ["app/routes/home.tsx"], noted: { base: 60, home: 4, en: 9 } };

test("a page within its budget is no fault; code that it does not bring does not count", () => {
  expect(overBudget(bundle, { ...budget, limit: 100 })).toBeNull();
});

test("the fault names the page in its larger language, the file that grew most first, and what is in it", () => {
  const fault = overBudget(bundle, { ...budget, limit: 80 }) ?? "";
  const [sum = "", most = "", ...others] = fault.split("\n");
  expect(sum).toMatch(/^home: (8|9)\d\.\d kB of JavaScript, 80 at most/);
  expect(most).toMatch(/^ {2}home\.js 2\d\.\d kB \(\+1\d\.\d\): .*src\/features\/home\/Clock\.tsx \d+ B/);
  expect(others.map((line) => line.trim().split(" ")[0])).toEqual(expect.arrayContaining(["base.js", "en.js"]));
  expect(fault).not.toContain("zh.js");
});
