import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** The built client. */
export const built = path.resolve(import.meta.dirname, "..", "..", "client", "dist");

/** Names of code and styles say what is in them: `room-Bx3_a91k.js`. */
const HASHED = /^(.*-[\w-]{7})[\w-]\.(js|css)$/;

/**
 * Lays the built client into a folder as the release after it: each file of code has another name, said wherever it is
 * named, and those of the release before are gone.
 */
export async function layNextRelease(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const isPacked = (name: string) => /\.(br|gz|map)$/.test(name);
  await cp(built, folder, { recursive: true, filter: (from) => !isPacked(from) });
  const names = (await readdir(path.join(folder, "assets"))).filter((name) => HASHED.test(name));
  const stems = new Map(names.map((name) => [name.replace(/\.\w+$/, ""), name.replace(HASHED, "$1~")]));
  const renamed = (text: string) => [...stems].reduce((all, [before, after]) => all.replaceAll(before, after), text);
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if (!/\.(js|css|html)$/.test(name)) continue;
    await writeFile(file, renamed(await readFile(file, "utf8")));
    if (!HASHED.test(path.basename(name))) continue;
    await cp(file, path.join(path.dirname(file), renamed(path.basename(file))));
    await rm(file);
  }
}
