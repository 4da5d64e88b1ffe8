import { fork, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import type { Readable } from "node:stream";

import type { KeepPicture, Picture } from "./derive-result.ts";
import { maxPages, maxPictureBytes } from "./limits.ts";
import type { WorkerAnswer, WorkerMessage, WorkerTask } from "./worker-protocol.ts";

export type WorkerLimits = { maxResidentBytes: number; idleMs: number };

export type Outcome = WorkerAnswer | { lost: "timeout" | "memory" | "crash" };

/** The file to read: its size, and a fresh stream of its bytes for each try. */
export type FileSource = { bytes: number; read(): Readable };

export type ReadingWish = { timeoutMs: number; firstPage: boolean };

export type WorkerProcess = {
  run(source: FileSource, keep: KeepPicture, wish: ReadingWish): Promise<Outcome>;
  stop(): void;
};

/** A worker that hostile bytes have taken over may send anything. */
const isPlausible = ({ page, data }: Picture) => page >= 0 && page < maxPages && data.length <= maxPictureBytes;

const memoryCheckMs = 200;

/** Resident bytes as Linux counts them, native memory included; undefined on other systems, which go unwatched. */
async function residentBytes(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/**
 * One child process that is started when first needed, reused, and let go when idle.
 *
 * A process and not a thread (piscina): a thread shares the server's memory, a segfault in libvips or Skia ends both,
 * and terminate() cannot interrupt native code. SIGKILL can. The child gets an environment of its own, so hostile
 * bytes that take it over find no database address and no signing keys.
 */
export function createWorkerProcess(file: URL, limits: WorkerLimits): WorkerProcess {
  let child: ChildProcess | undefined;
  let idleTimer: NodeJS.Timeout | undefined;

  const discard = () => {
    clearTimeout(idleTimer);
    child?.kill("SIGKILL");
    child = undefined;
  };

  const start = () => {
    const started = fork(file, {
      // The server's own flags (--watch, --inspect, a test runner's loader) are not for the child.
      execArgv: ["--max-old-space-size=512"],
      // System fonts stay off so that a page looks the same everywhere; see derive-pdf.ts.
      env: { DISABLE_SYSTEM_FONTS_LOAD: "1", MALLOC_ARENA_MAX: "2" },
      stdio: ["pipe", "ignore", "ignore", "ipc"],
      // Pictures cross the channel as bytes.
      serialization: "advanced",
    });
    // What people wait for at their phones goes before what is read for later.
    if (started.pid !== undefined) setPriority(started.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    // Without these a failed start or a write to a dying child would be an uncaught error of the server.
    started.on("error", () => started.kill("SIGKILL"));
    started.stdin?.on("error", () => undefined);
    started.on("exit", () => {
      if (child === started) child = undefined;
    });
    child = started;
    return started;
  };

  const run = (source: FileSource, keep: KeepPicture, { timeoutMs, firstPage }: ReadingWish): Promise<Outcome> => {
    clearTimeout(idleTimer);
    const worker = child ?? start();
    const bytes = source.read();
    return new Promise((resolve) => {
      let settled = false;
      const settle = (outcome: Outcome) => {
        // A late memory measurement or send error must not kill a child that already works on the next file.
        if (settled) return;
        settled = true;
        clearTimeout(deadline);
        clearInterval(memoryWatch);
        worker.off("message", onMessage).off("exit", onLost).off("error", onLost);
        // A child that did not consume all bytes of this file would take the rest for the next one.
        const fed = bytes.readableEnded;
        bytes.unpipe().destroy();
        if ("lost" in outcome || !fed) discard();
        else idleTimer = setTimeout(discard, limits.idleMs).unref();
        resolve(outcome);
      };
      const onMessage = (message: WorkerMessage) => {
        if (!("picture" in message)) settle(message);
        else if (isPlausible(message.picture)) keep(message.picture);
        else onLost();
      };
      const onLost = () => settle({ lost: "crash" });
      const deadline = setTimeout(() => settle({ lost: "timeout" }), timeoutMs);
      const memoryWatch = setInterval(async () => {
        const resident = await residentBytes(worker.pid);
        if (resident !== undefined && resident > limits.maxResidentBytes) settle({ lost: "memory" });
      }, memoryCheckMs);
      worker.on("message", onMessage).on("exit", onLost).on("error", onLost);
      bytes.once("error", (error) => settle({ trouble: error.message }));
      worker.send({ bytes: source.bytes, firstPage } satisfies WorkerTask, (error) => {
        if (error) onLost();
        else if (worker.stdin && !settled) bytes.pipe(worker.stdin, { end: false });
      });
    });
  };

  return { run, stop: discard };
}
