import { deriveFile } from "./derive-file.ts";
import type { WorkerAnswer, WorkerTask } from "./worker-protocol.ts";

// Entry of the child process that opens what strangers send (bundled to dist/derive-worker.js). It is given one task at
// a time, no secrets and no database; derive-pool.ts kills it when it takes too long or grows too large.

function answer(message: WorkerAnswer): void {
  process.send?.(message);
}

process.on("message", (task: WorkerTask) => {
  deriveFile(task).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ trouble: error instanceof Error ? error.message : String(error) }),
  );
});

// The server is gone, however it went: so is the reason to be here.
process.on("disconnect", () => process.exit());
