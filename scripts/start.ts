import path from "node:path";
import { buildWhenStale } from "./build.ts";
import { root } from "./paths.ts";

// Builds when needed, then becomes the server: one process, so that signals reach it directly.
await buildWhenStale();
process.env.CLIENT_DIR ??= path.join(root, "client", "dist");
process.env.DATA_DIR ??= path.join(root, "data");
await import(path.join(root, "server", "dist", "main.js"));
