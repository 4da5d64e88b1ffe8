import { defineConfig } from "rolldown";

// Our own code in one file each, node_modules outside: what npm packages load at run time (wasm, fonts) stays theirs.
// The bundle lies in server/, so what embedded-mongo and shared import must be a dependency of server too (bson, re2js, zod, oRPC).
export default defineConfig({
  input: {
    main: "src/main.ts",
    // Started as processes of their own, so each needs its own file beside main.js.
    "derive-worker": "src/modules/files/reading/worker.ts",
    "embedded-mongo": "embedded-mongo/src/child.ts",
  },
  platform: "node",
  external: (id) => !id.startsWith(".") && !id.startsWith("/") && !id.startsWith("@fuzhen/"),
  output: { dir: "dist", format: "esm", sourcemap: true, cleanDir: true },
});
