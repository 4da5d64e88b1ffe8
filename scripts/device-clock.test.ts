import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..", "client", "src");
/** Who may read this device's own clock, and why. */
const allowed = new Set([
  // Measures how far it is off.
  "lib/server-clock.ts",
  // Compares two readings of one device, before and after a reload.
  "app/reload-after-release.ts",
]);

test("a phone whose clock is a day off decides nothing: only the server's clock says what is today and now", () => {
  const readers = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes("testing/"))
    .filter((file) => /\bDate\.now\(|\bnew Date\(\)|\bdayjs\(\)/.test(readFileSync(path.join(root, file), "utf8")));
  expect(readers.filter((file) => !allowed.has(file))).toEqual([]);
});
