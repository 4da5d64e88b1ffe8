import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** What free times cost; the program lives with the server, whose use cases it calls. Flags: `--past N`, `--specialists N`. */
const program = fileURLToPath(new URL("../../server/bench/slots.ts", import.meta.url));
const dataDir = mkdtempSync(path.join(tmpdir(), "fuzhen-slots-"));
const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, DATA_DIR: dataDir, DEMO: "false" },
});
rmSync(dataDir, { recursive: true, force: true });
process.exitCode = status ?? 1;
