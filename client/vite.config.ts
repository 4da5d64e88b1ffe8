import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { budgetPlugin } from "./vite/budget-plugin.ts";
import { chunkGroups, chunkName, laterFiles } from "./vite/chunk-groups.ts";
import { contractPlugin } from "./vite/contract-plugin.ts";
import { scriptTargets, styleTargets } from "./vite/floor.ts";
import { floorPlugin } from "./vite/floor-plugin.ts";
import { firstPagePlugin } from "./vite/first-page/first-page-plugin.ts";
import { precompressPlugin } from "./vite/precompress-plugin.ts";
import { websocketFirst } from "./vite/websocket-first.ts";
import { textsPlugin } from "./vite/texts/texts-plugin.ts";
import { workerPlugin } from "./vite/worker-plugin.ts";

const server = `http://127.0.0.1:${process.env["PORT"] ?? 3000}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    contractPlugin(import.meta.dirname),
    textsPlugin(import.meta.dirname),
    firstPagePlugin(import.meta.dirname),
    websocketFirst(),
    workerPlugin(import.meta.dirname),
    precompressPlugin(),
    budgetPlugin(),
    floorPlugin(),
  ],
  server: {
    proxy: {
      // The browser's own Host goes through, so that the server sees requests of its own origin (CSRF check).
      "/api": { target: server, changeOrigin: false },
      "/socket.io": { target: server, ws: true, changeOrigin: false },
    },
  },
  build: {
    outDir: "dist",
    assetsDir: "assets",
    manifest: true,
    // Beside the code for whoever reads a crash report; no browser needs the line that names it.
    sourcemap: "hidden",
    // antd in one file is larger than the bundler likes; what may be large is in vite/budget-plugin.ts.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false, resolveDependencies: laterFiles },
    // One style sheet: all of it is smaller than what each request for a piece costs on a slow line.
    cssCodeSplit: false,
    // Cheap phones and WeChat's built-in browser lag years behind.
    target: scriptTargets,
    cssTarget: styleTargets,
    rolldownOptions: {
      // How long plugins take on a busy machine is no news to whoever starts the product.
      checks: { bundlerTimings: false },
      output: { codeSplitting: { groups: chunkGroups(import.meta.dirname) }, chunkFileNames: chunkName },
    },
  },
});
