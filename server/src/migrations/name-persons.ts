import type { BaseServices } from "../platform/context.ts";
import { changeRows, rowsOf } from "../platform/raw-rows.ts";

/** Appointments of earlier releases do not say which person they are of, only which record of an account. */
export async function namePersons(_services: BaseServices): Promise<number> {
  let rows = 0;
  for await (const { _id, idNumberLookup } of rowsOf("patients"))
    rows += await changeRows("appointments", { patientId: _id, person: null }, { person: idNumberLookup });
  return rows;
}
