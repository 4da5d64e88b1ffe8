import { load, numbersSaid } from "../support/bench-numbers.ts";
import { openRooms } from "../support/chat-rooms.ts";
import { sayInVisit, speakAtRate, speakInLanes } from "../support/chat-load.ts";
import { METRICS_TOKEN, outboxEmpty } from "../support/outbox-empty.ts";
import { askServerProgram } from "../support/server-program.ts";
import { startStack } from "../support/stack.ts";

// facts_per_s: messages said by so many lanes as fast as they are acknowledged, each a fact for every consumer, from the first
// until the outbox is empty. behind_ms_p99: at `--rate` messages a second, how long after its change a fact's row stands in the
// trail. left_per_s: facts that a killed process has left, found and delivered by another. out_of_order: rows of a visit that stand in the trail, or events that were heard, before an earlier one.
const said = numbersSaid({ sockets: 1000, rate: 300, seconds: 20, lanes: 64, burst: 10 });
const rate = said.rate;
const seconds = said.seconds;
const loadBefore = load();
const stack = await startStack({ TRUST_PROXY: "1", LOG_LEVEL: "warn", METRICS_TOKEN });
try {
  const { sides, rooms } = await openRooms(stack, said.sockets);
  const say = sayInVisit(rooms);
  await speakAtRate(sides, say, { rate: 50, seconds: 2 });
  await outboxEmpty(stack.url);
  const trail = (since: Date, expected: number) =>
    askServerProgram<{ rows: number; behind_ms_p50: number; behind_ms_p99: number; out_of_order: number }>(
      stack.dataDir,
      "trail-times",
      ["--since", since.toISOString(), "--expected", `${expected}`],
    );
  const offeredAt = new Date();
  const heard = await speakAtRate(sides, say, { rate, seconds });
  await outboxEmpty(stack.url);
  const offered = await trail(offeredAt, rate * seconds - heard.refused);
  process.stderr.write(`${JSON.stringify({ heard, offered })}\n`);

  const began = performance.now();
  const burstAt = new Date();
  const { acked } = await speakInLanes(sides, say, { lanes: said.lanes, seconds: said.burst });
  await outboxEmpty(stack.url);
  const took = (performance.now() - began) / 1000;
  const burst = await trail(burstAt, acked);
  const { left_per_s } = await askServerProgram<{ left_per_s: number }>(stack.dataDir, "left-facts", [
    "--count",
    "10000",
  ]);
  console.log(
    JSON.stringify({
      name: "facts",
      facts_per_s: Math.round(acked / took),
      left_per_s,
      behind_ms_p50: offered.behind_ms_p50,
      behind_ms_p99: offered.behind_ms_p99,
      out_of_order: offered.out_of_order + burst.out_of_order + heard.disordered,
      facts: offered.rows + burst.rows,
      load: [loadBefore, load()],
    }),
  );
  for (const { socket } of sides) socket.disconnect();
} finally {
  await stack.stop();
}
