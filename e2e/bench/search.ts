import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How often a diagnosis is found by its name; the program lives with the search, whose tables it reads. */
const program = fileURLToPath(new URL("../../server/bench/search.ts", import.meta.url));
const { status } = spawnSync(process.execPath, [program], { stdio: "inherit" });
process.exitCode = status ?? 1;
