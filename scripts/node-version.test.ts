import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { bin, root } from "./paths.ts";

// A failed install leaves scripts on the machine's own Node without a word (toolchain.md, trap B).
test("everything runs on Node 24", () => {
  expect(process.version).toMatch(/^v24\./);
  expect(execFileSync(bin("node"), ["--version"], { encoding: "utf8" })).toMatch(/^v24\./);
});

test("guard.mjs lets this install pass", () => {
  expect(() => execFileSync(process.execPath, [path.join(root, "scripts", "guard.mjs")])).not.toThrow();
});
