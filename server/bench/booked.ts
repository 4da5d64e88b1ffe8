import { parseArgs } from "node:util";
import { meet } from "@fuzhen/shared/schedules/claim.rules.ts";
import { AppointmentModel } from "../src/modules/appointments/appointment.model.ts";
import { runCommand } from "../src/operator.ts";

// What a rush has come to, read from the rows themselves: bookings of a specialist that stand, times booked more than once, people
// with more than one, and pairs of bookings that meet. Prints one JSON line.
const { values } = parseArgs({ options: { specialist: { type: "string" } } });

await runCommand({}, async ({ say }) => {
  const specialistId = values.specialist ?? "";
  const rows = await AppointmentModel.find({ specialistId, status: { $ne: "cancelled" } }).lean();
  const spans = rows.map(({ start, end }) => ({ from: start, to: end }));
  const distinct = (list: unknown[]) => new Set(list.map(String)).size;
  say(
    JSON.stringify({
      sold: rows.length,
      oversold: rows.length - distinct(rows.map(({ start }) => start.getTime())),
      twice: rows.length - distinct(rows.map(({ person }) => person)),
      overlaps: spans.flatMap((one, i) => spans.slice(i + 1).filter((other) => meet(one, other))).length,
    }),
  );
  return 0;
});
