import { EJSON } from "bson";
import type { Keys } from "../../platform/keys.ts";
import { canonicalJson } from "../../platform/signing.ts";
import type { AuditRow } from "./audit-row.ts";

/** What the sealer adds; the rest is the row as the application wrote it. */
const placeFields: ReadonlySet<string> = new Set(["stamp", "unsealed", "seq", "prevHash", "hash"]);

/** Every field there is, also one that somebody put there behind our back, in the words of extended JSON. */
const plainOf = (row: object) => Object.entries(EJSON.serialize(row));

// Two kinds of text that can never be equal, so that a stamp cannot stand in for a seal.
const rowText = (plain: [string, unknown][]) =>
  `audit-row\n${canonicalJson(Object.fromEntries(plain.filter(([field]) => !placeFields.has(field))))}`;
const placeText = (plain: [string, unknown][]) =>
  `audit-place\n${canonicalJson(Object.fromEntries(plain.filter(([field]) => field !== "hash" && field !== "unsealed")))}`;

/** The tag a row is written with. */
export const stampOf = (keys: Keys, row: Omit<AuditRow, "stamp">): string => keys.auditTag(rowText(plainOf(row)));

export interface Place {
  seq: number;
  prevHash: string;
}

/** The tag that binds a row to its place in the chain and, by `prevHash`, to all rows before it. */
export const sealOf = (keys: Keys, row: AuditRow, place: Place): string =>
  keys.auditTag(placeText(plainOf({ ...row, ...place })));

/** Whether stamp and seal are of this row at this place; `unknown-key` when neither can be said. */
export function judgeTags(keys: Keys, row: AuditRow): "whole" | "forged" | "edited" | "unknown-key" {
  const plain = plainOf(row);
  const stamp = keys.auditTagHolds(rowText(plain), row.stamp);
  const seal = keys.auditTagHolds(placeText(plain), row.hash ?? "");
  if (seal === null || (seal && stamp === null)) return "unknown-key";
  if (!seal) return "edited";
  return stamp ? "whole" : "forged";
}

/** The number among these for which the row's seal was made, if any. */
export function ownSeqAmong(keys: Keys, row: AuditRow, numbers: Iterable<number>): number | null {
  for (const seq of numbers) {
    if (keys.auditTagHolds(placeText(plainOf({ ...row, seq })), row.hash ?? "")) return seq;
  }
  return null;
}
