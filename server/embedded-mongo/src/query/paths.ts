import { isArray, isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";

export const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part);

/** Where an array was entered on the way to a match; the outermost one is what positional `$` stands for. */
export interface Capture {
  index?: number;
}

/** Told a value at the end of a path. `expand` is false when an explicit index led there: no implicit array step. */
export type Leaf = (value: Value, expand: boolean) => boolean;

/**
 * Visits every value a dotted path means in MongoDB's query language: through arrays of documents implicitly, by
 * index explicitly. A missing field is visited as undefined, except below arrays without a fitting element, where
 * nothing is. Stops at the first leaf that says true.
 */
export const anyLeaf = (value: Value, parts: readonly string[], at: number, leaf: Leaf, capture?: Capture): boolean => {
  if (at === parts.length) return leaf(value, true);
  const part = parts[at]!;
  if (isDoc(value)) return anyLeaf(value[part], parts, at + 1, leaf, capture);
  if (!isArray(value)) return leaf(undefined, true);
  if (isIndex(part) && Number(part) < value.length) {
    const element = value[Number(part)];
    const found = at + 1 === parts.length ? leaf(element, false) : anyLeaf(element, parts, at + 1, leaf, capture);
    if (found) return true;
  }
  for (let index = 0; index < value.length; index++) {
    const element = value[index];
    if (isDoc(element) && anyLeaf(element[part], parts, at + 1, leaf, capture)) {
      if (capture !== undefined) capture.index = index;
      return true;
    }
  }
  return false;
};

/** True when `test` holds for the value itself or, where arrays are looked into, for an element of it. */
export const selfOrElement = (test: (value: Value) => boolean, capture?: Capture): Leaf => {
  return (value, expand) => {
    if (expand && isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        if (test(value[index])) {
          if (capture !== undefined) capture.index = index;
          return true;
        }
      }
    }
    return test(value);
  };
};

/** Reads a path without looking into arrays, as update operators and `_id` checks need. */
export const getPath = (value: Value, parts: readonly string[]): Value => {
  let current = value;
  for (const part of parts) {
    if (isDoc(current)) current = current[part];
    else if (isArray(current) && isIndex(part)) current = current[Number(part)];
    else return undefined;
  }
  return current;
};
