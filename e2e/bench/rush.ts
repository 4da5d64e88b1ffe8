import { load, median, numbersSaid, round } from "../support/bench-numbers.ts";
import { bookAt, bookBare, bookInLanes, percentile, rush, type Booker, type Wish } from "../support/booking-load.ts";
import { METRICS_TOKEN, outboxEmpty } from "../support/outbox-empty.ts";
import { askServerProgram, startServerProgram } from "../support/server-program.ts";
import { startStack } from "../support/stack.ts";

// A rush: so many people (`--people`) on 100 times of one specialist within two seconds, each from an address of their own. sold: of
// the 100; oversold, twice, overlaps: times sold more than once, people with two, bookings that meet, read from the rows; status5xx:
// answers that were no answer; p50_ms, p99_ms: of all answers. commands_per_booking: all that the database was asked for one at
// 32 lanes, its deliveries and its row of the trail too. booked_per_s: at 32 lanes; vs_bare: that as a ratio to bare Express with one durable
// insert of the driver under one unique index, in rounds by turns (the median of their ratios); a round begins when the outbox
// is empty. load: of the machine, before and after.
const said = numbersSaid({ people: 1000, lanes: 32, rounds: 3, "round-seconds": 4 });
const TIMES = 100;
const SPECIALISTS = 40;
const people = said.people;
const closed = { lanes: said.lanes, seconds: said["round-seconds"] };
const note = (line: string) => process.stderr.write(`${line}\n`);

const loadBefore = load();
const stack = await startStack({ TRUST_PROXY: "1", LOG_LEVEL: "warn", METRICS_TOKEN });
const bare = await startServerProgram(stack.dataDir, "bare-booking");
try {
  const { specialists, patients } = await askServerProgram<{ specialists: string[]; patients: Booker[] }>(
    stack.dataDir,
    "seed-booking",
    ["--specialists", `${SPECIALISTS + 1}`, "--patients", `${people}`],
  );
  const [popular = "", ...others] = specialists;
  // Whole days by the hospital's clock, from tomorrow on: 143 times of ten minutes each.
  const DAY = 86_400_000;
  const midnight = Math.floor((Date.now() + 8 * 3_600_000) / DAY + 1) * DAY - 8 * 3_600_000;
  const timeOf = (index: number) =>
    new Date(midnight + Math.floor(index / 143) * DAY + (index % 143) * 600_000).toISOString();
  const bookerOf = (index: number) => patients[index % patients.length] as Booker;

  /** Wishes that nobody else has: every specialist's times in turn, everybody's turn at last. */
  let wished = 0;
  const next = (): [Wish, number] => {
    const index = wished++;
    const specialistId = others[index % others.length] ?? "";
    const start = timeOf(Math.floor(index / others.length));
    // A person's own bookings never meet: the next is of another time.
    return [{ booker: bookerOf(index), specialistId, start }, index % patients.length];
  };
  const book = bookAt(stack.url);
  // Warm: what is compiled or loaded with its first use is nobody's doing.
  await bookInLanes(next, book, { lanes: 8, seconds: 3 });
  await outboxEmpty(stack.url);

  const wishes = patients.map((booker, index) => ({
    booker,
    specialistId: popular,
    start: timeOf(400 + (index % TIMES)),
  }));
  const answers = await rush(wishes, book, 2000);
  const came = await askServerProgram<Record<string, number>>(stack.dataDir, "booked", ["--specialist", popular]);
  const codes = Object.fromEntries(
    [...Map.groupBy(answers, ({ status, code }) => code ?? String(status))].map(([code, all]) => [code, all.length]),
  );
  const rushed = {
    ...came,
    status5xx: answers.filter(({ status }) => status >= 500).length,
    p50_ms: percentile(answers, 0.5),
    p99_ms: percentile(answers, 0.99),
  };
  note(JSON.stringify({ ...rushed, codes }));
  await outboxEmpty(stack.url);

  const commands = () => askServerProgram<number>(stack.dataDir, "count-commands");
  const rates = { house: [] as number[], bare: [] as number[] };
  const asked: number[] = [];
  const house = async () => {
    const before = await commands();
    const { perSecond, booked, others: refused } = await bookInLanes(next, book, closed);
    await outboxEmpty(stack.url);
    asked.push(((await commands()) - before) / Math.max(1, booked));
    rates.house.push(perSecond);
    if (refused.length > 0) note(`refused: ${[...new Set(refused)].join()} (${refused.length})`);
  };
  const plain = async () => {
    rates.bare.push((await bookInLanes(next, bookBare(bare.url), closed)).perSecond);
  };
  for (let turn = 0; turn < said.rounds; turn++) {
    for (const take of turn % 2 === 0 ? [house, plain] : [plain, house]) await take();
    note(JSON.stringify({ house: Math.round(rates.house.at(-1) ?? 0), bare: Math.round(rates.bare.at(-1) ?? 0) }));
  }
  console.log(
    JSON.stringify({
      name: "rush",
      people,
      ...rushed,
      commands_per_booking: round(median(asked)),
      booked_per_s: Math.round(median(rates.house)),
      bare_per_s: Math.round(median(rates.bare)),
      vs_bare: round(median(rates.house.map((rate, i) => rate / (rates.bare[i] ?? 1)))),
      load: [loadBefore, load()],
    }),
  );
} finally {
  await bare.stop();
  await stack.stop();
}
