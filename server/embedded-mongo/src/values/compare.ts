import {
  BSONRegExp,
  Binary,
  Code,
  Decimal128,
  Doc,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { compareNumbers } from "./numbers.ts";

/** MongoDB's order of types. Values of one class compare by content, of different classes by class. */
export const CLASS = {
  minKey: 1,
  missing: 4,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binData: 30,
  objectId: 35,
  bool: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  code: 60,
  codeWithScope: 65,
  maxKey: 127,
} as const;

export const classOf = (value: Value): number => {
  switch (typeof value) {
    case "undefined":
      return CLASS.missing;
    case "number":
    case "bigint":
      return CLASS.number;
    case "string":
      return CLASS.string;
    case "boolean":
      return CLASS.bool;
    default:
  }
  if (value === null) return CLASS.null;
  if (value instanceof Doc) return CLASS.object;
  if (Array.isArray(value)) return CLASS.array;
  if (value instanceof ObjectId) return CLASS.objectId;
  if (value instanceof Date) return CLASS.date;
  if (value instanceof Double || value instanceof Decimal128) return CLASS.number;
  if (value instanceof Binary) return CLASS.binData;
  if (value instanceof Timestamp) return CLASS.timestamp;
  if (value instanceof BSONRegExp) return CLASS.regex;
  if (value instanceof Code) return value.scope === null ? CLASS.code : CLASS.codeWithScope;
  if (value instanceof MinKey) return CLASS.minKey;
  if (value instanceof MaxKey) return CLASS.maxKey;
  return CLASS.object;
};

/** The decoder makes every scope a document. */
export const scopeOf = ({ scope }: Code): Doc | null => (scope instanceof Doc ? scope : null);

export type StringCompare = (a: string, b: string) => number;

/**
 * MongoDB compares strings by their UTF-8 bytes, JavaScript by UTF-16 units. They differ only where a surrogate
 * (code points above U+FFFF) meets a unit from U+E000 up.
 */
export const compareStrings: StringCompare = (a, b) => {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    let x = a.charCodeAt(index);
    let y = b.charCodeAt(index);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
    }
    return x < y ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
};

const sign = (value: number): number => (value < 0 ? -1 : value > 0 ? 1 : 0);
const order = <T extends number | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

const compareArrays = (a: Value[], b: Value[], strings: StringCompare): number => {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const result = compare(a[index] ?? null, b[index] ?? null, strings);
    if (result !== 0) return result;
  }
  return sign(a.length - b.length);
};

/** Field by field: type class, then name, then value; the shorter of two equal beginnings is smaller. */
const compareDocs = (a: Doc, b: Doc, strings: StringCompare): number => {
  const left = Object.keys(a).filter((key) => a[key] !== undefined);
  const right = Object.keys(b).filter((key) => b[key] !== undefined);
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const x = left[index]!;
    const y = right[index]!;
    const result =
      sign(classOf(a[x]) - classOf(b[y])) || (x === y ? 0 : compareStrings(x, y)) || compare(a[x], b[y], strings);
    if (result !== 0) return result;
  }
  return sign(left.length - right.length);
};

const compareBinary = (a: Binary, b: Binary): number =>
  sign(a.length() - b.length()) || sign(a.sub_type - b.sub_type) || sign(Buffer.compare(a.value(), b.value()));

/** MongoDB's total order. `strings` is the collation's order where one is given. */
export const compare = (a: Value, b: Value, strings: StringCompare = compareStrings): number => {
  if (typeof a === "string" && typeof b === "string") return strings(a, b);
  if (typeof a === "number" && typeof b === "number")
    return a < b ? -1 : a > b ? 1 : a === b ? 0 : compareNumbers(a, b);
  const classA = classOf(a);
  const classB = classOf(b);
  if (classA !== classB) return sign(classA - classB);
  if (a === undefined || a === null || b === undefined || b === null) return 0;
  if (typeof a === "boolean") return order(Number(a), Number(b));
  if (classA === CLASS.number) return compareNumbers(a as number, b as number);
  if (a instanceof ObjectId) return sign(Buffer.compare(a.id, (b as ObjectId).id));
  if (a instanceof Date) return order(a.getTime(), (b as Date).getTime());
  if (Array.isArray(a)) return compareArrays(a, b as Value[], strings);
  if (a instanceof Doc) return compareDocs(a, b as Doc, strings);
  if (a instanceof Binary) return compareBinary(a, b as Binary);
  if (a instanceof Timestamp) return order(a.toBigInt() & MASK, (b as Timestamp).toBigInt() & MASK);
  if (a instanceof BSONRegExp)
    return compareStrings(a.pattern, (b as BSONRegExp).pattern) || compareStrings(a.options, (b as BSONRegExp).options);
  if (a instanceof Code)
    return compareStrings(a.code, (b as Code).code) || compare(scopeOf(a), scopeOf(b as Code), strings);
  return 0;
};
const MASK = 0xffffffffffffffffn;

export const equal = (a: Value, b: Value, strings: StringCompare = compareStrings): boolean =>
  compare(a, b, strings) === 0;
