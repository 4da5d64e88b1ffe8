import { EJSON, type ObjectId } from "bson";
import { canonicalJson } from "../../platform/signing.ts";

/** The one text of a stored value: extended JSON, relaxed (MongoDB Extended JSON v2), canonical by RFC 8785. */
export const canonicalEjson = (value: unknown): string =>
  canonicalJson((EJSON.serialize({ value }) as { value: unknown }).value);

/** Times that extended JSON writes as text: 1970 to 9999. */
const FIRST = 0;
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
const isWhole = (text: string) => text.isWellFormed();

/**
 * The same text without the copies in between, for what rows of the trail are made of (there is one for every message); whatever
 * else stands in a row goes the long way.
 */
export function canonicalRowValue(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return isWhole(value) ? JSON.stringify(value) : canonicalEjson(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : canonicalEjson(value);
  if (typeof value !== "object") return canonicalEjson(value);
  if (Array.isArray(value)) return `[${value.map(canonicalRowValue).join(",")}]`;
  if (value instanceof Date) {
    const at = value.getTime();
    if (!(at >= FIRST && at <= LAST)) return canonicalEjson(value);
    const text = value.toISOString();
    return `{"$date":"${at % 1000 === 0 ? text.replace(".000Z", "Z") : text}"}`;
  }
  if ("_bsontype" in value) return value._bsontype === "ObjectId" ? objectIdOf(value) : canonicalEjson(value);
  if (!isPlain(value) || "toBSON" in value) return canonicalEjson(value);
  const keys = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${canonicalRowValue(key)}:${canonicalRowValue((value as Record<string, unknown>)[key])}`).join(",")}}`;
}

const objectIdOf = (value: object): string => `{"$oid":"${(value as ObjectId).toHexString()}"}`;
