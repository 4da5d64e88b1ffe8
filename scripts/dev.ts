import { spawn } from "node:child_process";
import path from "node:path";
import { bin, root } from "./paths.ts";

// Server (restarts on edits, also in shared) and client (hot reload) side by side; the page is on Vite's port.
const env = {
  ...process.env,
  DATA_DIR: process.env.DATA_DIR ?? path.join(root, "data"),
  PATH: `${path.dirname(bin("node"))}:${process.env.PATH}`,
};
const children = [
  spawn(process.execPath, ["--watch", "--watch-preserve-output", path.join(root, "server", "src", "main.ts")], {
    stdio: "inherit",
    env,
  }),
  spawn(path.join(root, "client", "node_modules", ".bin", "vite"), [], {
    stdio: "inherit",
    env,
    cwd: path.join(root, "client"),
  }),
];
const stop = () => {
  for (const child of children) child.kill("SIGTERM");
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
for (const child of children) child.once("exit", stop);
