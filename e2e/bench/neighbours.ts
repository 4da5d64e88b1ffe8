import { parseArgs } from "node:util";
import { runNeighbours } from "../support/neighbours.ts";
import { startStack } from "../support/stack.ts";

// worst_wait_ms_p99: of an ordinary person's calls while one account, from one address, does one costly thing as hard as it
// may; the worst of all things. things: how many there are. baseline_p99: the same calls while nobody else does anything, in
// the same run: half of the machine's noise. per_thing: p99 and how many calls it is of, what the neighbour was answered.
const { values } = parseArgs({ options: { seconds: { type: "string" }, only: { type: "string" } } });
const stack = await startStack({ TRUST_PROXY: "1", LOG_LEVEL: "warn" });
try {
  const result = await runNeighbours(stack.url, {
    seconds: Number(values.seconds ?? 8),
    only: values.only,
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  console.log(JSON.stringify({ name: "neighbours", ...result }));
} finally {
  await stack.stop();
}
