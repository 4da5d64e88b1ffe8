import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contractPlugin } from "./vite/contract-plugin.ts";

const server = `http://127.0.0.1:${process.env["PORT"] ?? 3000}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), contractPlugin(import.meta.dirname)],
  server: {
    proxy: {
      "/api": server,
      "/socket.io": { target: server, ws: true },
    },
  },
  build: {
    outDir: "dist",
    assetsDir: "assets",
    manifest: true,
    sourcemap: true,
    // Cheap phones and WeChat's built-in browser lag years behind; <dialog> sets the floor.
    target: ["chrome100", "safari15.4", "firefox100"],
  },
});
