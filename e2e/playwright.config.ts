import { defineConfig } from "@playwright/test";
import { long } from "./support/long.ts";

// One worker unless the command line says more (scripts/test.ts says three): a journey has several browser contexts of
// its own.
export default defineConfig({
  testDir: "specs",
  outputDir: "results/artifacts",
  testIgnore: [
    // Writes into docs/: only when asked for.
    ...(process.env.SCREENSHOTS ? [] : ["**/screenshots.spec.ts"]),
    // Needs browsers that are fetched for a long run; builds a second release; kills for as long as all the others take to
    // begin, of which `process-kill.test.ts` and `faults-database.test.ts` hold the kinds.
    ...(long ? [] : ["**/engines.spec.ts", "**/new-release.spec.ts", "**/kills.spec.ts"]),
  ],
  fullyParallel: false,
  workers: 1,
  retries: 0,
  // Limits are there to end what hangs, not to measure: a journey that must be quick says so itself.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? "results/journeys.json" }]],
  use: {
    browserName: "chromium",
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    // Off unless asked for: recording it fetches blobs from within the page, which the strict content policy forbids.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      // Files with Chinese names are not found by a browser in the C locale, and not named when they are saved.
      env: { ...(process.env as Record<string, string>), LC_ALL: "C.UTF-8" },
      args: [
        "--use-fake-device-for-media-stream=fps=30",
        "--use-fake-ui-for-media-stream",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
        // There is no graphics card: what would imitate one is dearer than drawing without.
        "--disable-gpu",
      ],
    },
  },
});
