// Run first by every root script, possibly by the machine's own Node (20.19+) when the install before it failed.
// pnpm only warns about a failed implicit install and runs the script anyway; this stops it (exit 1).
import { existsSync, readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const fail = (why) => {
  process.stderr.write(`fuzhen: ${why}\nRun: npx --yes pnpm@12 install\n`);
  process.exit(1);
};

const installed = new URL("node_modules/.pnpm/lock.yaml", root);
if (!existsSync(installed)) fail("dependencies are not installed");
if (readFileSync(installed, "utf8") !== readFileSync(new URL("pnpm-lock.yaml", root), "utf8"))
  fail("installed dependencies differ from pnpm-lock.yaml");
if (!process.version.startsWith("v24.")) fail(`needs Node 24 from node_modules, got ${process.version}`);
