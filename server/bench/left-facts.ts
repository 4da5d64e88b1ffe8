import { parseArgs } from "node:util";
import { setTimeout } from "node:timers/promises";
import { runCommand } from "../src/operator.ts";
import { Types } from "../src/platform/database.ts";
import { OutboxModel } from "../src/platform/outbox.model.ts";
import { FRESH, newId } from "../src/platform/outbox.ts";

// Leaves facts in the outbox of a running server as a process does that was killed before it delivered them, and waits until the
// server has found and delivered all. Prints one JSON line: how many a second, from the first that was marked to the last.
const { values } = parseArgs({ options: { count: { type: "string" } } });
const AT_ONCE = 1000;
/** Longer than the process that recorded them has them for itself. */
const AGO_MS = 60_000;

await runCommand({}, async ({ say }) => {
  const at = new Date(Date.now() - AGO_MS);
  const ids = Array.from({ length: Number(values.count ?? 10_000) }, () => new Types.ObjectId(newId()));
  for (let done = 0; done < ids.length; done += AT_ONCE)
    await OutboxModel.insertMany(
      ids.slice(done, done + AT_ONCE).map((_id) => ({
        _id,
        type: "organization:added",
        at,
        requestId: "bench",
        entity: { type: "Organization", id: _id },
        data: { organizationId: String(_id) },
        dueAt: FRESH,
      })),
    );
  const first = ids[0];
  const mine = { _id: { $gte: first, $lte: ids.at(-1) }, requestId: "bench" };
  while (await OutboxModel.exists({ pending: true, ...mine })) await setTimeout(100);
  const marked = (turn: 1 | -1) => OutboxModel.findOne(mine, { doneAt: 1 }).sort({ doneAt: turn }).lean();
  const [began, ended] = [(await marked(1))?.doneAt ?? at, (await marked(-1))?.doneAt ?? at];
  const seconds = (ended.getTime() - began.getTime()) / 1000;
  say(JSON.stringify({ left: ids.length, left_per_s: Math.round(ids.length / seconds) }));
  return 0;
});
