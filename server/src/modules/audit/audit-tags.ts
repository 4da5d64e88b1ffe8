import { EJSON } from "bson";
import type { Keys } from "../../platform/keys.ts";
import { canonicalJson } from "../../platform/signing.ts";
import type { AuditRow } from "./audit-row.ts";

/** What the sealer adds; the rest is the row as the application wrote it. */
const placeFields: ReadonlySet<string> = new Set(["stamp", "unsealed", "seq", "prevHash", "hash"]);

type Field = readonly [name: string, canonical: string];

/** Every field there is, also one that somebody put there behind our back, in the words of extended JSON. */
const fieldsOf = (row: object): Field[] =>
  Object.entries(EJSON.serialize(row))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, `${JSON.stringify(name)}:${canonicalJson(value)}`]);

const textOf = (fields: readonly Field[]) => `{${fields.map(([, canonical]) => canonical).join(",")}}`;

// Two kinds of text that can never be equal, so that a stamp cannot stand in for a seal.
const rowText = (fields: readonly Field[]) => `audit-row\n${textOf(fields.filter(([name]) => !placeFields.has(name)))}`;
const placeText = (fields: readonly Field[]) =>
  `audit-place\n${textOf(fields.filter(([name]) => name !== "hash" && name !== "unsealed"))}`;

/** The tag a row is written with. */
export const stampOf = (keys: Keys, row: Omit<AuditRow, "stamp">): string => keys.auditTag(rowText(fieldsOf(row)));

export interface Place {
  seq: number;
  prevHash: string;
}

/** The tag that binds a row to its place in the chain and, by `prevHash`, to all rows before it. */
export const sealOf = (keys: Keys, row: AuditRow, place: Place): string =>
  keys.auditTag(placeText(fieldsOf({ ...row, ...place })));

/** Whether stamp and seal are of this row at this place; `unknown-key` when neither can be said. */
export function judgeTags(keys: Keys, row: AuditRow): "whole" | "forged" | "edited" | "unknown-key" {
  const fields = fieldsOf(row);
  const stamp = keys.auditTagHolds(rowText(fields), row.stamp);
  const seal = keys.auditTagHolds(placeText(fields), row.hash ?? "");
  if (seal === null || (seal && stamp === null)) return "unknown-key";
  if (!seal) return "edited";
  return stamp ? "whole" : "forged";
}

/** The number among these for which the row's seal was made, if any. */
export function ownSeqAmong(keys: Keys, row: AuditRow, numbers: Iterable<number>): number | null {
  for (const seq of numbers) {
    if (keys.auditTagHolds(placeText(fieldsOf({ ...row, seq })), row.hash ?? "")) return seq;
  }
  return null;
}
