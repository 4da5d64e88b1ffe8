import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../../../e2e/corpus/", import.meta.url));

/** Absolute path of a file of e2e/corpus, e.g. `corpusFile("photos/landscape_6.jpg")`. */
export const corpusFile = (name: string): string => root + name;

/** Every test file of the corpus (without its papers), relative to it, so that none can be forgotten in a table. */
export function corpusNames(): string[] {
  const folders = ["hostile-uploads", "photos", "pdf", "lab-report-photos"];
  return folders
    .flatMap((folder) => readdirSync(root + folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== "SOURCE.md")
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .toSorted();
}
