import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { buildWhenStale } from "./build.ts";
import { findChromium } from "./chromium.ts";
import { findEngines } from "./engines.ts";
import { findNginx } from "./nginx.ts";
import { bin, root } from "./paths.ts";
import { runQuietly, runStep } from "./run-step.ts";
import { journeyTimes, slowestLines, type Timed } from "./slowest.ts";

// Everything a change must pass, cheapest first; nothing stops at the first failure, so that one run tells all.
// `--only lint,unit` runs a part. `--long` has the suites that try much of one kind (kills, fuzz, injection, themes) try all of it.
interface Count {
  passed: number;
  failed: number;
  /** Could not be tried on this machine: neither the one nor the other. */
  skipped?: number;
}
const results = path.join(root, "e2e", "results");
const report = (name: string) => path.join(results, `${name}.json`);
const readReport = (name: string): unknown =>
  existsSync(report(name)) ? (JSON.parse(readFileSync(report(name), "utf8")) as unknown) : null;
const say = (line: string) => process.stdout.write(`${line}\n`);
/** What took long in the parts that have run. */
const slow: string[] = [];

const checks: Record<string, [command: string, args: readonly string[]]> = {
  format: ["oxfmt", ["--check", "."]],
  lint: ["oxlint", ["--type-aware", "--quiet"]],
  arrows: ["depcruise", ["--config", ".dependency-cruiser.mjs", "shared/src", "server/src", "client/src", "e2e"]],
  types: ["tsc", ["-b"]],
  unused: ["knip", []],
};

async function unit(): Promise<Count> {
  const code = await runStep(
    bin("vitest"),
    [
      "run",
      "--reporter=default",
      "--reporter=json",
      `--reporter=${path.join(import.meta.dirname, "file-times.ts")}`,
      `--outputFile.json=${report("unit")}`,
    ],
    { FILE_TIMES: report("file-times") },
  );
  const read = readReport("unit") as { numPassedTests: number; numFailedTests: number } | null;
  const times = readReport("file-times") as Timed[] | null;
  if (times) slow.push("slowest files of unit:", ...slowestLines(times));
  const count = { passed: read?.numPassedTests ?? 0, failed: read?.numFailedTests ?? 0 };
  // A file that does not even load has no failed test in the report, but the run is red.
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** Of Playwright's report. */
interface Stats {
  expected?: number;
  unexpected?: number;
  flaky?: number;
  skipped?: number;
}

async function journeys(): Promise<Count> {
  const [chromium, nginx] = [await findChromium(), await findNginx()];
  const engines = long ? await findEngines() : {};
  await buildWhenStale();
  const code = await runStep(
    path.join(root, "e2e", "node_modules", ".bin", "playwright"),
    // A journey mostly waits for one process at a time: two of them keep two cores busy. A third makes pages slower than the two
    // seconds within which people are to be told.
    ["test", "--workers=2"],
    {
      CHROMIUM: chromium,
      NGINX: nginx,
      ...engines,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report("journeys"),
      PATH: `${path.dirname(bin("node"))}:${process.env.PATH}`,
    },
    path.join(root, "e2e"),
  );
  const read = readReport("journeys") as (Parameters<typeof journeyTimes>[0] & { stats?: Stats }) | null;
  if (read) slow.push("slowest journeys:", ...slowestLines(journeyTimes(read)));
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read?.stats ?? {};
  // A flaky journey is a bug to mend, so it counts as failed.
  const count = { passed: expected, failed: unexpected + flaky, skipped };
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

const suites: Record<string, () => Promise<Count>> = { unit, journeys };

const long = process.argv.includes("--long");
if (long) process.env.TEST_LONG = "1";
// Many tests start a server or a command as a process; the cache spares each the compiling that an earlier one has
// done.
process.env.NODE_COMPILE_CACHE ??= path.join(root, "node_modules", ".cache", "compiled");

const all = [...Object.keys(checks), ...Object.keys(suites)];
const only = process.argv.includes("--only")
  ? (process.argv[process.argv.indexOf("--only") + 1] ?? "").split(",")
  : all;
const unknown = only.find((name) => !all.includes(name));
if (unknown !== undefined) throw new Error(`no step ${unknown}; there are ${all.join(", ")}`);
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const began = performance.now();
const secondsFrom = (from: number) => ((performance.now() - from) / 1000).toFixed(1);
const total = { passed: 0, failed: 0, skipped: 0 };
const parts: string[] = [];
const red: string[] = [];

const inWords = ({ passed, failed, skipped = 0 }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

async function run(name: string, step: () => Promise<Count>): Promise<void> {
  const from = performance.now();
  const count = await step().catch((error: unknown): Count => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  if (count.failed > 0) red.push(name);
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped ?? 0;
  parts.push(`${secondsFrom(from).padStart(8)} s  ${name}: ${inWords(count)}`);
  say(`== ${name}: ${inWords(count)} in ${secondsFrom(from)} s`);
}

/** Two at a time, for some of them use one core alone; what each has to say comes when it has ended. */
async function runChecks(names: string[]): Promise<void> {
  const waiting = [...names];
  const next = async (): Promise<void> => {
    const name = waiting.shift();
    const [command, args] = checks[name ?? ""] ?? [];
    if (!name || !command || !args) return;
    await run(name, async () => {
      const { code, output } = await runQuietly(bin(command), args);
      say(`\n== ${name}`);
      if (output.trim()) say(output.trim());
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    });
    await next();
  };
  await Promise.all([next(), next()]);
}

const chosen = Object.keys(suites).filter((name) => only.includes(name));
say(`checks, then ${Object.keys(suites).join(", then ")}; each says what it does, the last lines say how it went`);
await runChecks(Object.keys(checks).filter((name) => only.includes(name)));
for (const name of chosen) {
  say(`\n== ${name} (after ${secondsFrom(began)} s)`);
  await run(name, suites[name] as () => Promise<Count>);
}

if (slow.length > 0) say(`\n${slow.join("\n")}`);
say(`\nseconds by part:\n${parts.join("\n")}\n${secondsFrom(began).padStart(8)} s  in all`);
if (red.length > 0) say(`\nred: ${red.join(", ")}`);
if (total.skipped > 0)
  say(`\n!! ${total.skipped} journeys were NOT RUN: this machine lacks a browser they are for (named above)`);
say(`\n${inWords(total)}`);
process.exit(total.failed > 0 ? 1 : 0);
