import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "./paths.ts";

const text = readFileSync(path.join(root, "docs", "security.md"), "utf8");
const named = [...text.matchAll(/`([\w@./*-]+\.(?:ts|tsx|md|conf|yaml))`/g)].flatMap(([, name]) => name ?? []);
const files = [
  ...new Set(
    ["server/test", "server/src", "shared/src", "client/src", "e2e/specs", "docs"].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true }).map((name) => `${folder}/${String(name)}`),
    ),
  ),
];

/** `*` stands for a part of one name; paths are below server/src unless they begin at the root or are a test's own name. */
function isThere(name: string): boolean {
  if (existsSync(path.join(root, name)) || existsSync(path.join(root, "server", "src", name))) return true;
  const pattern = new RegExp(`(^|/)${name.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`);
  return files.some((file) => pattern.test(file));
}

test("docs/security.md names files that are there", () => {
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !isThere(name))).toEqual([]);
  expect(isThere("no-such-file.test.ts")).toBe(false);
});
