import { BSONRegExp, MaxKey, MinKey, isArray, isDoc } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";
import { isOperatorDoc } from "../query/operator-doc.ts";
import { CLASS, classOf } from "../values/compare.ts";
import { encodeKey } from "../values/key.ts";

/** One condition of the filter's top-level conjunction. */
export interface Condition {
  path: string;
  operator: string;
  operand: Value;
}

/** Bytes `low <= key part <= high`; with `point`, exactly one value. */
export interface Interval {
  low: Buffer;
  high: Buffer;
  point: boolean;
}

/** The conditions every matching document must meet. $or, $nor and $expr add nothing here and are left to the matcher. */
export const conditionsOf = (filter: Doc, out: Condition[] = []): Condition[] => {
  for (const [key, value] of Object.entries(filter)) {
    if (key === "$and" && isArray(value)) {
      for (const clause of value) if (isDoc(clause)) conditionsOf(clause, out);
    } else if (!key.startsWith("$")) {
      if (isOperatorDoc(value))
        for (const [operator, operand] of Object.entries(value)) out.push({ path: key, operator, operand });
      else out.push({ path: key, operator: "$eq", operand: value });
    }
  }
  return out;
};

const point = (value: Value): Interval => {
  const key = encodeKey(value);
  return { low: key, high: key, point: true };
};

const typeStart = (type: number): Buffer => Buffer.of(type);
const typeEnd = (type: number): Buffer => Buffer.of(type + 1);

/** Values whose key can be looked up as a whole: arrays are indexed by their elements, regexes match strings. */
const isPlain = (value: Value): boolean =>
  !isArray(value) && !(value instanceof BSONRegExp) && !(value instanceof MinKey) && !(value instanceof MaxKey);

const nullPoints = (): Interval[] => [point(null)];

/**
 * Intervals that hold every key of a matching document (ascending bytes), or undefined when the condition says
 * nothing an index could use. They may hold more: the matcher decides.
 */
export const intervalsOf = ({ operator, operand }: Condition, collated: boolean): Interval[] | undefined => {
  // Index keys are in binary order; only values a collation does not touch can be looked up under one.
  if (
    collated &&
    operator !== "$exists" &&
    (operator === "$in" || [CLASS.string, CLASS.object, CLASS.array].includes(classOf(operand) as 15))
  )
    return undefined;
  const type = classOf(operand);
  switch (operator) {
    case "$eq":
      if (operand === null || operand === undefined) return nullPoints();
      return isPlain(operand) ? [point(operand)] : undefined;
    case "$in": {
      if (!isArray(operand) || !operand.every(isPlain)) return undefined;
      const points = operand.flatMap((value) =>
        value === null || value === undefined ? nullPoints() : [point(value)],
      );
      const sorted = points.toSorted((a, b) => Buffer.compare(a.low, b.low));
      return sorted.filter((item, at) => at === 0 || Buffer.compare(item.low, sorted[at - 1]!.low) !== 0);
    }
    case "$gt":
    case "$gte":
      if (operand === null || operand === undefined || !isPlain(operand)) return undefined;
      return [{ low: encodeKey(operand), high: typeEnd(type), point: false }];
    case "$lt":
    case "$lte":
      if (operand === null || operand === undefined || !isPlain(operand)) return undefined;
      return [{ low: typeStart(type), high: encodeKey(operand), point: false }];
    default:
      return undefined;
  }
};

/** Both conditions at once; only right where a document has one key, not several. */
export const intersect = (a: Interval[], b: Interval[]): Interval[] => {
  const out: Interval[] = [];
  for (const x of a)
    for (const y of b) {
      const low = Buffer.compare(x.low, y.low) >= 0 ? x.low : y.low;
      const high = Buffer.compare(x.high, y.high) <= 0 ? x.high : y.high;
      if (Buffer.compare(low, high) <= 0) out.push({ low, high, point: x.point || y.point });
    }
  return out;
};
