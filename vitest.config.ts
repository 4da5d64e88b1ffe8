import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { contractPlugin } from "./client/vite/contract-plugin.ts";

// Limits are there to end what hangs, not to measure: what is waited for comes late on a busy machine.
const patience = {
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
  setupFiles: [path.join(import.meta.dirname, "scripts/patience.ts")],
};
const node = (name: string, root: string, include: string[], extra: object = {}) => ({
  test: { name, root, include, environment: "node", ...patience, ...extra },
});

const client = path.join(import.meta.dirname, "client");
const clientTests = ["src/**/*.test.{ts,tsx}", "vite/**/*.test.ts", "worker/*.test.ts"];
/** Tests that draw, say in their first line that they want a page, or put something in the place of a module. */
const withPage = globSync(clientTests, { cwd: client }).filter(
  (file) =>
    file.endsWith(".tsx") ||
    /@vitest-environment happy-dom|\bvi\.(mock|doMock|resetModules)\(/.test(
      readFileSync(path.join(client, file), "utf8"),
    ),
);

export default defineConfig({
  test: {
    // By itself it leaves a core to the machine. A worker waits for processes it has started (reading files, servers that
    // are killed) for a sixth of its time: the third has the cores meanwhile.
    maxWorkers: 3,
    projects: [
      node("shared", "shared", ["src/**/*.test.ts"], { isolate: false }),
      node("embedded-mongo", "server/embedded-mongo", ["src/**/*.test.ts", "test/**/*.test.ts"], {
        isolate: false,
      }),
      // Each file starts an app and a database of its own, so a worker need not load the house anew for each: half the time.
      node("server", "server", ["src/**/*.test.ts", "test/**/*.test.ts"], {
        isolate: false,
        alias: [
          {
            find: /^.*\/password-cost\.ts$/,
            replacement: path.join(import.meta.dirname, "server/test/support/password-cost.ts"),
          },
        ],
      }),
      node("scripts", "scripts", ["*.test.ts"], { isolate: false }),
      // A page and modules of its own cost a file more than its tests do: what can do without shares a worker's modules,
      // and a VM of a running worker is had for less than half of what a new one costs.
      {
        plugins: [contractPlugin(client)],
        ...node("client-pure", "client", clientTests, { exclude: withPage, isolate: false }),
      },
      {
        plugins: [contractPlugin(client)],
        ...node("client", "client", withPage, {
          environment: "happy-dom",
          pool: "vmThreads",
          setupFiles: [
            ...patience.setupFiles,
            ...["vite/test-page.ts", "src/testing/patience.ts"].map((file) => path.join(client, file)),
          ],
        }),
      },
    ],
  },
});
