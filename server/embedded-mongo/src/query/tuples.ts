import { Doc, isArray, isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { isIndex } from "./paths.ts";

export interface Tuples {
  /** One tuple per index entry; an empty array stands as undefined, below null, as in MongoDB's indexes. */
  list: Value[][];
  /** Which of the fields went through an array. */
  multikey: boolean[];
  /** False when no indexed field exists at all (what a sparse index leaves out). */
  exists: boolean;
}

interface State {
  multikey: boolean[];
  exists: boolean;
  parallel: () => MongoError;
}

/** Walks through documents until the path ends or an array stands in the way. */
const descend = (start: Value, parts: readonly string[], from: number): { value: Value; at: number } => {
  let value = start;
  let at = from;
  while (at < parts.length) {
    if (isDoc(value)) value = value[parts[at]!];
    else if (isArray(value)) {
      // An index into an array addresses that element and no other.
      const part = parts[at]!;
      if (!isIndex(part) || value.some((item) => isDoc(item) && part in item)) break;
      value = value[Number(part)];
    } else return { value: undefined, at: parts.length };
    at++;
  }
  return { value, at };
};

const expand = (
  roots: readonly Value[],
  paths: readonly (readonly string[])[],
  starts: readonly number[],
  state: State,
  out: Value[][],
): void => {
  let array: Value[] | undefined;
  const values: Value[] = [];
  const ats: number[] = [];
  const inArray: boolean[] = [];
  for (let field = 0; field < paths.length; field++) {
    const parts = paths[field]!;
    const start = starts[field]!;
    const { value, at } = start < 0 ? { value: roots[field], at: -1 } : descend(roots[field], parts, start);
    values.push(value);
    ats.push(at);
    const open = at >= 0 && isArray(value);
    inArray.push(open);
    if (open) {
      if (array !== undefined && array !== value) throw state.parallel();
      array = value;
      state.multikey[field] = true;
    }
    if (value !== undefined && at === parts.length) state.exists = true;
  }
  if (array === undefined) {
    out.push(values);
    return;
  }
  for (const element of array.length === 0 ? [undefined] : array) {
    const nextRoots: Value[] = [];
    const nextStarts: number[] = [];
    for (let field = 0; field < paths.length; field++) {
      const rest = paths[field]!.length - ats[field]!;
      if (!inArray[field]) {
        nextRoots.push(values[field]);
        nextStarts.push(-1);
      } else if (rest === 0) {
        // -1 marks a value that is not looked into any further: an array inside an array is one key.
        nextRoots.push(array.length === 0 ? EMPTY : (element ?? null));
        nextStarts.push(-1);
      } else {
        nextRoots.push(isDoc(element) ? element : undefined);
        nextStarts.push(isDoc(element) ? ats[field]! : -1);
      }
    }
    expand(nextRoots, paths, nextStarts, state, out);
  }
};

/** Stands for the key of an empty array while tuples are being built. */
const EMPTY = new Doc();

/** All index tuples of a document for the given paths, correlated where paths share an array. */
export const tuplesOf = (document: Doc, paths: readonly (readonly string[])[], parallel: () => MongoError): Tuples => {
  const state: State = { multikey: paths.map(() => false), exists: false, parallel };
  const list: Value[][] = [];
  expand(
    paths.map(() => document),
    paths,
    paths.map(() => 0),
    state,
    list,
  );
  for (const tuple of list)
    for (let field = 0; field < tuple.length; field++) {
      const value = tuple[field];
      tuple[field] = value === EMPTY ? undefined : value === undefined ? null : value;
    }
  return { list, multikey: state.multikey, exists: state.exists };
};
