import { Agent } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import { createCall, things, type Neighbour } from "./neighbour-things.ts";

// The neighbour has a thread of their own, so that the ordinary person's clock does not wait for it.
const { neighbour, thing, atOnce } = workerData as { neighbour: Neighbour; thing: string; atOnce: number };
const act = things[thing];
if (!act) throw new Error(`no thing "${thing}"`);
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
const call = createCall(neighbour, agent);
const outcomes: Record<string, number> = {};
let stopped = false;

async function work(): Promise<void> {
  while (!stopped && act) {
    const outcome = await act(neighbour, call);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
}

parentPort?.once("message", () => {
  stopped = true;
  agent.destroy();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of ours, not a window
  parentPort?.postMessage(outcomes);
});
await Promise.all(Array.from({ length: atOnce }, work));
