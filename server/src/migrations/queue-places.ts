import type { BaseServices } from "../platform/context.ts";
import { changeRow, rowsOf } from "../platform/raw-rows.ts";

/**
 * Appointments of earlier releases get their place in the specialist's queue if they have checked in, and the times of their visit,
 * from which waiting times are learnt.
 */
export async function queuePlaces(_services: BaseServices): Promise<number> {
  let rows = 0;
  for await (const row of rowsOf("appointments", { status: "checked-in", consultationId: null })) {
    if (row["queue"] !== undefined) continue;
    const place = {
      turnAt: row["start"],
      urgent: false,
      called: false,
      calledAt: null,
      calledUntil: null,
      callKey: null,
    };
    const queue = { ...place, answeredAt: null, passes: 0, away: false, device: null };
    if (await changeRow("appointments", row, { seen: { queue: { $exists: false } }, set: { queue } })) rows++;
  }
  for await (const visit of rowsOf("consultations")) {
    const times = { visitOpenedAt: visit["openedAt"], visitEndedAt: visit["finishedAt"] ?? null };
    const appointment = { _id: visit["appointmentId"] as string };
    if (await changeRow("appointments", appointment, { seen: { visitOpenedAt: { $exists: false } }, set: times }))
      rows++;
  }
  return rows;
}
