import { parseArgs } from "node:util";
import { setTimeout } from "node:timers/promises";
import mongoose from "mongoose";
import { runCommand } from "../src/operator.ts";

// What the audit trail says of messages sent since an instant: how long after a message its row was written, and whether the rows
// of a visit stand in the order of its messages. Waits until there are as many as expected. Prints one JSON line.
const { values } = parseArgs({ options: { since: { type: "string" }, expected: { type: "string" } } });

interface Row {
  at: Date;
  storedAt: Date;
  data: { consultationId: string; seq: number };
}

await runCommand({}, async ({ say }) => {
  const rows = mongoose.connection.collection<Row>("audit_events");
  const filter = { action: "message:created", at: { $gte: new Date(values.since ?? 0) } };
  const expected = Number(values.expected ?? 0);
  for (let tries = 0; tries < 600 && (await rows.countDocuments(filter)) < expected; tries++) await setTimeout(200);
  const waits: number[] = [];
  const last = new Map<string, number>();
  let outOfOrder = 0;
  for await (const { at, storedAt, data } of rows.find(filter).sort({ _id: 1 })) {
    waits.push(storedAt.getTime() - at.getTime());
    if (data.seq < (last.get(data.consultationId) ?? 0)) outOfOrder += 1;
    last.set(data.consultationId, data.seq);
  }
  const sorted = waits.toSorted((a, b) => a - b);
  say(
    JSON.stringify({
      rows: sorted.length,
      behind_ms_p50: sorted[Math.ceil(sorted.length * 0.5) - 1] ?? 0,
      behind_ms_p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0,
      out_of_order: outOfOrder,
    }),
  );
  return 0;
});
