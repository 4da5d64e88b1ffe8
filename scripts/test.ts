import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { buildWhenStale } from "./build.ts";
import { findChromium } from "./chromium.ts";
import { findNginx } from "./nginx.ts";
import { bin, root } from "./paths.ts";
import { runStep } from "./run-step.ts";

// Everything a change must pass, cheapest first; nothing stops at the first failure, so that one run tells all.
// `--only lint,unit` runs a part.
interface Count {
  passed: number;
  failed: number;
}
const results = path.join(root, "e2e", "results");
const report = (name: string) => path.join(results, `${name}.json`);
const readReport = (name: string): Record<string, unknown> | null =>
  existsSync(report(name)) ? (JSON.parse(readFileSync(report(name), "utf8")) as Record<string, unknown>) : null;

async function check(command: string, args: readonly string[]): Promise<Count> {
  const code = await runStep(bin(command), args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function unit(): Promise<Count> {
  const code = await runStep(bin("vitest"), [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report("unit")}`,
  ]);
  const read = readReport("unit");
  const count = { passed: Number(read?.numPassedTests ?? 0), failed: Number(read?.numFailedTests ?? 0) };
  // A file that does not even load has no failed test in the report, but the run is red.
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

async function journeys(): Promise<Count> {
  const [chromium, nginx] = [await findChromium(), await findNginx()];
  await buildWhenStale();
  const code = await runStep(
    path.join(root, "e2e", "node_modules", ".bin", "playwright"),
    ["test"],
    {
      CHROMIUM: chromium,
      NGINX: nginx,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report("journeys"),
      PATH: `${path.dirname(bin("node"))}:${process.env.PATH}`,
    },
    path.join(root, "e2e"),
  );
  const stats = readReport("journeys")?.stats as { expected?: number; unexpected?: number; flaky?: number } | undefined;
  // A flaky journey is a bug to mend, so it counts as failed.
  const count = { passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) };
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

const steps: Record<string, () => Promise<Count>> = {
  format: () => check("oxfmt", ["--check", "."]),
  lint: () => check("oxlint", ["--type-aware", "--quiet"]),
  arrows: () =>
    check("depcruise", ["--config", ".dependency-cruiser.mjs", "shared/src", "server/src", "client/src", "e2e"]),
  types: () => check("tsc", ["-b"]),
  unused: () => check("knip", []),
  unit,
  journeys,
};

// Many tests start the server or a command: what Node has compiled once it need not compile for each.
process.env.NODE_COMPILE_CACHE ??= path.join(root, "node_modules", ".cache", "compiled");

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const only = process.argv.includes("--only")
  ? (process.argv[process.argv.indexOf("--only") + 1] ?? "").split(",")
  : Object.keys(steps);
const total: Count = { passed: 0, failed: 0 };
const red: string[] = [];
for (const name of only) {
  const step = steps[name];
  if (!step) throw new Error(`no step ${name}; there are ${Object.keys(steps).join(", ")}`);
  process.stdout.write(`\n== ${name}\n`);
  const began = performance.now();
  const count = await step().catch((error: unknown): Count => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  if (count.failed > 0) red.push(name);
  total.passed += count.passed;
  total.failed += count.failed;
  process.stdout.write(
    `== ${name}: ${count.passed} passed, ${count.failed} failed in ${((performance.now() - began) / 1000).toFixed(1)} s\n`,
  );
}
if (red.length > 0) process.stdout.write(`\nred: ${red.join(", ")}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed > 0 ? 1 : 0);
