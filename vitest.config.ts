import path from "node:path";
import { defineConfig } from "vitest/config";
import { contractPlugin } from "./client/vite/contract-plugin.ts";

// Limits are there to end what hangs, not to measure: what is waited for comes late on a busy machine.
const patience = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
};
const node = (name: string, root: string, include: string[], extra: object = {}) => ({
  test: { name, root, include, environment: "node", ...patience, ...extra },
});

export default defineConfig({
  test: {
    // Both cores: by itself it leaves one to the machine.
    maxWorkers: 2,
    projects: [
      node("shared", "shared", ["src/**/*.test.ts"], { isolate: false }),
      node("embedded-mongo", "server/embedded-mongo", ["src/**/*.test.ts", "test/**/*.test.ts"], {
        testTimeout: 120_000,
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
      {
        plugins: [contractPlugin(path.join(import.meta.dirname, "client"))],
        test: {
          name: "client",
          root: "client",
          include: ["src/**/*.test.{ts,tsx}", "vite/**/*.test.ts", "worker/*.test.ts"],
          environment: "happy-dom",
          setupFiles: [path.join(import.meta.dirname, "client/src/testing/patience.ts")],
          ...patience,
        },
      },
    ],
  },
});
