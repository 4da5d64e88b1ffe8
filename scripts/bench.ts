import { existsSync } from "node:fs";
import path from "node:path";
import { buildWhenStale } from "./build.ts";
import { findChromium } from "./chromium.ts";
import { root } from "./paths.ts";
import { runStep } from "./run-step.ts";

// `bench NAME [flags]` runs e2e/bench/NAME.ts against the real stack; its last line is one JSON object.
const [name = "", ...flags] = process.argv.slice(2);
const program = path.join(root, "e2e", "bench", `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || !existsSync(program)) {
  process.stderr.write(`no bench "${name}" in e2e/bench\n`);
  process.exit(2);
}
await buildWhenStale();
process.exit(await runStep(process.execPath, [program, ...flags], { CHROMIUM: await findChromium() }));
