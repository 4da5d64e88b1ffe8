import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bin, root } from "./paths.ts";
import { runQuietly } from "./run-step.ts";

const sources = [
  "shared/src",
  "client/src",
  "client/vite",
  "client/worker",
  "client/public",
  "server/src",
  "server/embedded-mongo/src",
];
const files = [
  "client/index.html",
  "client/vite.config.ts",
  "server/rolldown.config.ts",
  "pnpm-lock.yaml",
  "tsconfig.base.json",
];
const stamp = path.join(root, "node_modules", ".cache", "fuzhen-build-stamp");

const changedAt = (file: string) => statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestSource(): number {
  const nested = sources.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.join(folder, String(name))),
  );
  return Math.max(...[...files, ...nested].map(changedAt));
}

/** Builds client and server when a source is newer than the last build; answers whether it did. */
export async function buildWhenStale(): Promise<boolean> {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built > newestSource() && changedAt("server/dist/main.js") > 0 && changedAt("client/dist/index.html") > 0)
    return false;
  for (const [tool, folder] of [
    ["vite", "client"],
    ["rolldown", "server"],
  ] as const) {
    process.stdout.write(`building the ${folder} …\n`);
    const args = [...(tool === "vite" ? ["build"] : ["-c"]), "--logLevel", "warn"];
    const { code, output } = await runQuietly(
      path.join(root, folder, "node_modules", ".bin", tool),
      args,
      { PATH: `${path.dirname(bin("node"))}:${process.env.PATH}` },
      path.join(root, folder),
    );
    // What the tools say of a build that went well would bury the address that `start` prints.
    if (code !== 0) throw new Error(`${output}\n${tool} failed in ${folder}`);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, "");
  return true;
}

if (import.meta.main) await buildWhenStale();
