import type { Keys } from "../../platform/keys.ts";
import { canonicalRowValue } from "./canonical-row.ts";
import type { AuditRow } from "./audit-row.ts";

/** Fields added by the sealer; all others are as the application wrote them. */
const placeFields: ReadonlySet<string> = new Set(["stamp", "unsealed", "seq", "prevHash", "hash"]);

type Field = readonly [name: string, canonical: string];

/** Every field of the row, including any that somebody added behind our back, as extended JSON. */
const fieldsOf = (row: object): Field[] =>
  Object.entries(row)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, `${JSON.stringify(name)}:${canonicalRowValue(value)}`]);

const textOf = (fields: readonly Field[]) => `{${fields.map(([, canonical]) => canonical).join(",")}}`;

// Stamp and seal are computed over texts with different first lines, so one can never pass for the other.
const rowText = (fields: readonly Field[]) => `audit-row\n${textOf(fields.filter(([name]) => !placeFields.has(name)))}`;
const placeText = (fields: readonly Field[]) =>
  `audit-place\n${textOf(fields.filter(([name]) => name !== "hash" && name !== "unsealed"))}`;

/** Texts of the fields of rows that were stamped here and wait for their places. */
const stamped = new WeakMap<AuditRow, readonly Field[]>();

/** The row with the HMAC it is written with. Nothing of it is changed from now on. */
export function stamp(keys: Keys, row: Omit<AuditRow, "stamp">): AuditRow {
  const fields = fieldsOf(row);
  const whole = { ...row, stamp: keys.auditTag(rowText(fields)) };
  stamped.set(whole, fields);
  return whole;
}

export interface Place {
  seq: number;
  prevHash: string;
}

/** The HMAC that ties a row to its number and, through `prevHash`, to all rows before it. */
export function sealOf(keys: Keys, row: AuditRow, place: Place): string {
  const fields = stamped.get(row);
  if (!fields) return keys.auditTag(placeText(fieldsOf({ ...row, ...place })));
  const all = [...fields, ...fieldsOf({ stamp: row.stamp, ...place })];
  return keys.auditTag(placeText(all.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** Whether stamp and seal fit this row at this number; `unknown-key` when their key is not known here. */
export function judgeTags(keys: Keys, row: AuditRow): "whole" | "forged" | "edited" | "unknown-key" {
  const fields = fieldsOf(row);
  const stamp = keys.auditTagHolds(rowText(fields), row.stamp);
  const seal = keys.auditTagHolds(placeText(fields), row.hash ?? "");
  if (seal === null || (seal && stamp === null)) return "unknown-key";
  if (!seal) return "edited";
  return stamp ? "whole" : "forged";
}

/** Which of these numbers the row was sealed for, if any. */
export function ownSeqAmong(keys: Keys, row: AuditRow, numbers: Iterable<number>): number | null {
  for (const seq of numbers) {
    if (keys.auditTagHolds(placeText(fieldsOf({ ...row, seq })), row.hash ?? "")) return seq;
  }
  return null;
}
