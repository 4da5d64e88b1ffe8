import { readFileSync } from "node:fs";
import path from "node:path";

/** `server/tables`, seen from `server/src/platform` in development and tests, and from the bundle in `server/dist`. */
const folder = path.join(import.meta.dirname, ...(import.meta.url.endsWith(".ts") ? ["..", ".."] : [".."]), "tables");

/** Lines of a table in `server/tables`, without comments (`#`) and empty lines. Throws when the file is missing. */
export const readTable = (name: string): string[] =>
  readFileSync(path.join(folder, name), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
