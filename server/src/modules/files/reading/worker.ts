import { deriveFile } from "./derive-file.ts";
import type { WorkerMessage, WorkerTask } from "./worker-protocol.ts";

// Entry of the child process that opens what strangers send (bundled to dist/derive-worker.js). It is given one task at
// a time, no secrets, no database and no file: bytes come in over stdin, pictures go out over the channel. derive-pool.ts
// kills it when it takes too long or grows too large.

function answer(message: WorkerMessage): void {
  process.send?.(message);
}

/** What the parent sends belongs to this task: the next one's bytes come after its answer. */
function receive(bytes: number): Promise<Buffer> {
  const all = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  return new Promise((resolve) => {
    const take = (chunk: Buffer) => {
      filled += chunk.copy(all, filled);
      if (filled < bytes) return;
      process.stdin.pause().off("data", take);
      resolve(all);
    };
    // A stream that was paused does not flow by itself when it gets a listener again.
    process.stdin.on("data", take).resume();
  });
}

process.on("message", ({ bytes, firstPage }: WorkerTask) => {
  receive(bytes)
    .then((file) => deriveFile(file, (picture) => answer({ picture }), firstPage ? 1 : undefined))
    .then(
      (result) => answer({ result }),
      (error: unknown) => answer({ trouble: error instanceof Error ? error.message : String(error) }),
    );
});

// The server is gone, so there is nothing left to do.
process.on("disconnect", () => process.exit());
