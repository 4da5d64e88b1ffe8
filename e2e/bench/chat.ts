import { load, median, numbersSaid, round } from "../support/bench-numbers.ts";
import { openBareRooms, openRooms } from "../support/chat-rooms.ts";
import { sayInVisit, sayToBare, speakAtRate, speakInLanes, type Say } from "../support/chat-load.ts";
import { METRICS_TOKEN, outboxEmpty } from "../support/outbox-empty.ts";
import { askServerProgram, startServerProgram } from "../support/server-program.ts";
import { startStack } from "../support/stack.ts";

// p50_ms, p99_ms: from a sender's call to the other side's event, at so many messages a second (`--rate`) in half as many rooms as
// there are sockets; each is stored durably, acknowledged and stands in the trail. lost: acknowledged and never heard; doubled,
// disordered: heard twice, or after a later one; refused: not acknowledged. commands_per_message: all that the database was asked
// meanwhile, deliveries and trail too. acked_per_s: with so many lanes (`--lanes`), each of which waits for its ack. vs_bare, vs_echo:
// that rate as a ratio to a bare Socket.IO server with one durable insert of the driver, and with none, in rounds by turns (the
// median of their ratios); a round begins when the outbox is empty. load: of the machine, before and after.
const said = numbersSaid({ sockets: 1000, rate: 300, seconds: 20, lanes: 64, rounds: 3, "round-seconds": 4 });
const sockets = said.sockets;
const open = { rate: said.rate, seconds: said.seconds };
const closed = { lanes: said.lanes, seconds: said["round-seconds"] };
const note = (line: string) => process.stderr.write(`${line}\n`);

const loadBefore = load();
const stack = await startStack({ TRUST_PROXY: "1", LOG_LEVEL: "warn", METRICS_TOKEN });
const bare = await startServerProgram(stack.dataDir, "bare-chat");
try {
  const { sides, rooms } = await openRooms(stack, sockets);
  const bareSides = await openBareRooms(bare.url, sockets);
  await outboxEmpty(stack.url);
  note(`${sides.length} sockets in ${rooms.length} rooms`);
  const say = sayInVisit(rooms);
  // Warm-up: what a first use compiles or loads is not what is measured here.
  await speakAtRate(sides, say, { rate: 50, seconds: 2 });
  await outboxEmpty(stack.url);

  const commands = () => askServerProgram<number>(stack.dataDir, "count-commands");
  const before = await commands();
  const atRate = await speakAtRate(sides, say, open);
  await outboxEmpty(stack.url);
  const perMessage = ((await commands()) - before) / (open.rate * open.seconds);
  note(JSON.stringify({ ...atRate, commands_per_message: round(perMessage) }));

  const rates: Record<"house" | "store" | "echo", number[]> = { house: [], store: [], echo: [] };
  const measure = async (name: keyof typeof rates, who: typeof sides, how: Say) => {
    rates[name].push((await speakInLanes(who, how, closed)).perSecond);
    await outboxEmpty(stack.url);
  };
  for (let turn = 0; turn < said.rounds; turn++) {
    const turns = [
      () => measure("house", sides, say),
      () => measure("store", bareSides, sayToBare("store")),
      () => measure("echo", bareSides, sayToBare("echo")),
    ];
    for (const take of turn % 2 === 0 ? turns : turns.toReversed()) await take();
    note(
      JSON.stringify(
        Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, Math.round(all.at(-1) ?? 0)])),
      ),
    );
  }
  const ratio = (to: number[]) => round(median(rates.house.map((rate, i) => rate / (to[i] ?? 1))));
  console.log(
    JSON.stringify({
      name: "chat",
      sockets,
      ...atRate,
      commands_per_message: round(perMessage),
      acked_per_s: Math.round(median(rates.house)),
      vs_bare: ratio(rates.store),
      vs_echo: ratio(rates.echo),
      bare_per_s: Math.round(median(rates.store)),
      load: [loadBefore, load()],
    }),
  );
  for (const { socket } of [...sides, ...bareSides]) socket.disconnect();
} finally {
  await bare.stop();
  await stack.stop();
}
