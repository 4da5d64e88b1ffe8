import path from "node:path";

/** Root of the repository. */
export const root = path.resolve(import.meta.dirname, "..");
/** A program of node_modules/.bin at the root. */
export const bin = (name: string): string => path.join(root, "node_modules", ".bin", name);
