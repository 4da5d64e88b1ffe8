import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from "bson";

export { Binary, BSONRegExp, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp };

/**
 * A decoded BSON document. The prototype chain is cut below, so that fields called `constructor`, `toString` or
 * `__proto__` are plain data and a path can never reach into Object.prototype.
 */
export class Doc {
  [key: string]: Value;
}
Reflect.deleteProperty(Doc.prototype, "constructor");
Object.setPrototypeOf(Doc.prototype, null);

/**
 * How BSON types live in memory: int32 is a number; a double is a number too unless it is integral and within the
 * int32 range, then it is a Double so that its type survives; int64 is a bigint. `undefined` means "missing".
 */
export type Value =
  | undefined
  | null
  | boolean
  | string
  | number
  | bigint
  | Double
  | Decimal128
  | Date
  | ObjectId
  | Binary
  | BSONRegExp
  | Timestamp
  | Code
  | MinKey
  | MaxKey
  | Value[]
  | Doc;

export type Numeric = number | bigint | Double | Decimal128;

export const isDoc = (value: unknown): value is Doc => value instanceof Doc;
export const isArray = (value: unknown): value is Value[] => Array.isArray(value);
export const isNumeric = (value: unknown): value is Numeric =>
  typeof value === "number" || typeof value === "bigint" || value instanceof Double || value instanceof Decimal128;

export const INT32_MAX = 2147483647;
export const INT32_MIN = -2147483648;

const looksLikeInt = (value: number): boolean =>
  Number.isInteger(value) && value <= INT32_MAX && value >= INT32_MIN && !Object.is(value, -0);

/** The in-memory form of a double. */
export const makeDouble = (value: number): number | Double => (looksLikeInt(value) ? new Double(value) : value);

export type TypeName =
  | "missing"
  | "minKey"
  | "undefined"
  | "null"
  | "int"
  | "long"
  | "double"
  | "decimal"
  | "string"
  | "object"
  | "array"
  | "binData"
  | "objectId"
  | "bool"
  | "date"
  | "timestamp"
  | "regex"
  | "javascript"
  | "javascriptWithScope"
  | "dbPointer"
  | "symbol"
  | "maxKey";

/** Type name as `$type` spells it. */
export const typeOf = (value: Value): TypeName => {
  switch (typeof value) {
    case "undefined":
      return "missing";
    case "boolean":
      return "bool";
    case "string":
      return "string";
    case "number":
      return looksLikeInt(value) ? "int" : "double";
    case "bigint":
      return "long";
    default:
  }
  if (value === null) return "null";
  if (value instanceof Doc) return "object";
  if (Array.isArray(value)) return "array";
  if (value instanceof ObjectId) return "objectId";
  if (value instanceof Date) return "date";
  if (value instanceof Double) return "double";
  if (value instanceof Decimal128) return "decimal";
  if (value instanceof Binary) return "binData";
  if (value instanceof Timestamp) return "timestamp";
  if (value instanceof BSONRegExp) return "regex";
  if (value instanceof Code) return value.scope === null ? "javascript" : "javascriptWithScope";
  if (value instanceof MinKey) return "minKey";
  if (value instanceof MaxKey) return "maxKey";
  return "object";
};

/** A value in an error message: text as it is, else only its type. */
export const label = (value: Value): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : typeOf(value);

/** BSON type numbers, as `$type` accepts them besides the names. */
export const TYPE_NUMBERS: Readonly<Record<number, TypeName>> = {
  [-1]: "minKey",
  1: "double",
  2: "string",
  3: "object",
  4: "array",
  5: "binData",
  6: "undefined",
  7: "objectId",
  8: "bool",
  9: "date",
  10: "null",
  11: "regex",
  12: "dbPointer",
  13: "javascript",
  14: "symbol",
  15: "javascriptWithScope",
  16: "int",
  17: "timestamp",
  18: "long",
  19: "decimal",
  127: "maxKey",
};

/**
 * Turns driver-style values (Int32 and Long wrappers, Uint8Array, RegExp, plain objects) into the in-memory form.
 * Needed only for values that do not come off the wire.
 */
export const fromDriver = (value: unknown): Value => {
  if (value === null || value === undefined || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (Array.isArray(value)) return value.map(fromDriver);
  if (value instanceof Doc || value instanceof Date) return value;
  if (value instanceof Timestamp) return value;
  if (value instanceof Long) return value.toBigInt();
  if (value instanceof Uint8Array) return new Binary(value);
  if (value instanceof RegExp) return new BSONRegExp(value.source, value.flags.replace(/[^imsx]/g, ""));
  if (value instanceof BSONSymbol) return value.value;
  if (value instanceof Double) return makeDouble(value.value);
  if (value instanceof UUID || value instanceof Binary || value instanceof ObjectId || value instanceof Decimal128)
    return value;
  if (value instanceof BSONRegExp || value instanceof Code || value instanceof MinKey || value instanceof MaxKey)
    return value;
  if (value instanceof DBRef) return fromDriver(value.toJSON());
  const out = new Doc();
  for (const [key, inner] of Object.entries(value)) out[key] = fromDriver(inner);
  return out;
};

export const doc = (fields: Record<string, unknown>): Doc => {
  const out = new Doc();
  for (const [key, inner] of Object.entries(fields)) out[key] = fromDriver(inner);
  return out;
};
