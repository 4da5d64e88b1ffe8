import type { BaseServices } from "../platform/context.ts";
import { changeRow, rowsOf, type RawRow } from "../platform/raw-rows.ts";

const isId = (value: unknown) => typeof value === "object" && value !== null && "toHexString" in value;
const without = { participants: { $exists: false } };

/**
 * Visits of earlier releases know an account and a specialist and call them by these words wherever one of them speaks, reads or sits
 * in a call. Both become participants under the same names, so nothing that was said has to be touched. A visit that it does not
 * understand, or one in which somebody else speaks, stops it before anything is written.
 */
export async function visitParticipants(_services: BaseServices): Promise<number> {
  await requireKnown();
  let rows = 0;
  for await (const visit of rowsOf("consultations", without)) {
    const { accountId, specialistId } = visit;
    const participants = [
      { id: "patient", kind: "patient", who: { type: "user", id: accountId } },
      { id: "specialist", kind: "specialist", who: { type: "specialist", id: specialistId } },
    ];
    if (await changeRow("consultations", visit, { seen: without, set: { participants } })) rows += 1;
  }
  return rows;
}

const isKnown = ({ accountId, specialistId, marks }: RawRow) =>
  isId(accountId) &&
  isId(specialistId) &&
  Object.keys(marks ?? {}).every((name) => name === "patient" || name === "specialist");

async function requireKnown(): Promise<void> {
  const old = new Set<string>();
  const strange = new Set<string>();
  for await (const visit of rowsOf("consultations", without)) {
    old.add(String(visit._id));
    if (!isKnown(visit)) strange.add(String(visit._id));
  }
  if (old.size > 0)
    for await (const { consultationId } of rowsOf("messages", { sender: { $nin: ["patient", "specialist", null] } }))
      if (old.has(String(consultationId))) strange.add(String(consultationId));
  if (strange.size > 0) throw new Error(`visits that no release made: ${[...strange].join(" ")}`);
}
