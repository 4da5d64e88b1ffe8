import { readFileSync } from "node:fs";
import { operators } from "@fuzhen/shared/testing/hostile-inputs.ts";
import { corpusFile } from "../fixtures/corpus.ts";

const linesOf = (name: string): string[] =>
  readFileSync(corpusFile(`fuzz-strings/${name}`), "utf8")
    .split(/\r?\n/)
    .filter(Boolean);

export const xssPayloads = linesOf("xss_payloads_quick.txt");
export const naughtyStrings = (
  JSON.parse(readFileSync(corpusFile("fuzz-strings/blns.json"), "utf8")) as string[]
).filter(Boolean);
export const brokenJson = linesOf("JSON_Fuzzing.txt");
const windowsPaths = linesOf("path-traversal-windows.txt");
const fileNames = readFileSync(corpusFile("hostile-uploads/invalid-filenames-microsoft.txt"), "utf8")
  .split(/\r?\n/)
  .filter(Boolean);

/** Ways out of a folder, as they are typed, encoded and encoded again. */
export const traversals = [
  ...windowsPaths,
  ...["etc/passwd", "proc/self/environ", "server/dist/main.js", "data/keys/master.key", "package.json"].flatMap(
    (file) =>
      ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "..\\", "..%5c", "....//", "%c0%ae%c0%ae/", "..;/", "/"].map(
        (step) => step.repeat(6) + file,
      ),
  ),
  "%00",
  "index.html%00.map",
  ".map",
  "%2emap",
  "~",
  "con",
  "aux.js",
];

/** Everything that may stand in the place of something else. */
export const payloads: readonly unknown[] = [
  ...operators,
  ...naughtyStrings,
  ...xssPayloads,
  ...windowsPaths,
  ...fileNames,
  ...linesOf("nosql_mongodb_patt.txt"),
  ...linesOf("naughty-unicode.txt"),
  ...linesOf("right-to-left.txt"),
  ...linesOf("integer-overflows.txt"),
  ...linesOf("integer-overflows.txt").map(Number),
  ...brokenJson,
  "\u0000",
  "\ud800",
  // So large that a body with three of them is still within the limit and gets read.
  "a".repeat(60_000),
  "复".repeat(20_000),
  Array.from({ length: 5000 }, (_, index) => index),
];
