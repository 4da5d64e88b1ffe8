import { Doc, isArray, isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { encodeKey } from "../values/key.ts";
import type { StringCompare } from "../values/compare.ts";

/**
 * Gives values that MongoDB would group together the same key: bytes normally; under a collation strings that it holds
 * equal are first replaced by the one of them that came first.
 */
export const groupingKey = (strings: StringCompare | undefined): ((value: Value) => string) => {
  const plain = (value: Value) => encodeKey(value).toString("latin1");
  if (strings === undefined) return plain;
  const known = new Map<string, string>();
  /** The values in the collation's order, each that it holds equal once. */
  const ordered: string[] = [];
  const first = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (strings(ordered[middle]!, text) < 0) low = middle + 1;
      else high = middle;
    }
    const found = ordered[low];
    const result = found !== undefined && strings(found, text) === 0 ? found : text;
    if (result === text) ordered.splice(low, 0, text);
    known.set(text, result);
    return result;
  };
  const folded = (value: Value): Value => {
    if (typeof value === "string") return first(value);
    if (isArray(value)) return value.map(folded);
    if (!isDoc(value)) return value;
    const out = new Doc();
    for (const key in value) out[key] = folded(value[key]);
    return out;
  };
  return (value) => plain(folded(value));
};
