import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Figures of the embedded database; the program lives with its package, which owns the driver it needs. */
const program = fileURLToPath(new URL("../../server/embedded-mongo/bench/db.ts", import.meta.url));
const { status } = spawnSync(process.execPath, [program], { stdio: "inherit" });
process.exitCode = status ?? 1;
