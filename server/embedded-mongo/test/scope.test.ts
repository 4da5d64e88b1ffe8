import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { withScope } from "./scope.ts";

test("the scope table in README.md is what the code knows (UPDATE_SCOPE=1 rewrites it)", () => {
  const path = fileURLToPath(new URL("../README.md", import.meta.url));
  const readme = readFileSync(path, "utf8");
  const expected = withScope(readme);
  if (process.env["UPDATE_SCOPE"] === "1") writeFileSync(path, expected);
  expect(readFileSync(path, "utf8")).toBe(expected);
});
