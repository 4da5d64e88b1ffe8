import type { BaseServices } from "../platform/context.ts";
import { changeRow, dropIndex, insertMissing, rowsOf, type RawRow } from "../platform/raw-rows.ts";

const reading = ["profile", "read-report", "read-appointment", "read-plan", "read-file"];
/** As they were allowed when this step was written: what is added to a ground later is not given to who had less. */
const purposes = {
  appointment: [...reading, "change-appointment", "open-visit", "visit", "write-note", "read-note"],
  "break-glass": reading,
};

/**
 * Earlier releases kept a specialist's access by an appointment and by an emergency apart. Each becomes a grant with its grantee, its
 * ground and its purposes; who sees whom, and until when, stays. A row that it does not understand stops it before anything is
 * written.
 */
export async function groundGrants(_services: BaseServices): Promise<number> {
  await requireKnown();
  // It would take all grants without an appointment for one.
  await dropIndex("care_grants", "appointmentId_1");
  let rows = 0;
  for await (const row of rowsOf("care_grants", { ground: { $exists: false } })) {
    const { appointmentId, specialistId } = row;
    const set = {
      grantee: { kind: "specialist", id: specialistId },
      ground: { kind: "appointment", id: appointmentId },
      purposes: purposes.appointment,
    };
    const unset = ["appointmentId", "specialistId"];
    if (await changeRow("care_grants", row, { seen: { appointmentId, specialistId }, set, unset })) rows += 1;
  }
  for await (const opening of rowsOf("break_glasses"))
    rows += await insertMissing("care_grants", "ground.id", [grantOf(opening)]);
  for (const name of ["specialistId_1_patientId_1_until_1", "specialistId_1_until_1"])
    await dropIndex("break_glasses", name);
  await dropIndex("care_grants", "specialistId_1_patientId_1_until_1");
  return rows;
}

/** The key of the upsert stands as a path, which the insert must not repeat. */
const grantOf = ({ _id, patientId, specialistId, organizationId, openedAt, until, endedAt }: RawRow) => ({
  patientId,
  grantee: { kind: "specialist", id: specialistId },
  "ground.id": _id,
  "ground.kind": "break-glass",
  purposes: purposes["break-glass"],
  organizationId,
  from: openedAt,
  until,
  visitEnd: null,
  visitOpen: false,
  questionsUntil: null,
  endedAt: endedAt ?? null,
});

const isId = (value: unknown) => typeof value === "object" && value !== null && "toHexString" in value;

async function requireKnown(): Promise<void> {
  const strange: string[] = [];
  for await (const { _id, appointmentId, specialistId, patientId, from, until } of rowsOf("care_grants", {
    ground: { $exists: false },
  }))
    if (![appointmentId, specialistId, patientId].every(isId) || !(from instanceof Date && until instanceof Date))
      strange.push(String(_id));
  for await (const { _id, specialistId, patientId, openedAt, until } of rowsOf("break_glasses"))
    if (![specialistId, patientId].every(isId) || !(openedAt instanceof Date && until instanceof Date))
      strange.push(String(_id));
  if (strange.length > 0) throw new Error(`grants that no release made: ${strange.join(" ")}`);
}
