import { encode } from "../../bson/encode.ts";
import {
  Binary,
  Decimal128,
  Double,
  INT32_MAX,
  INT32_MIN,
  ObjectId,
  TYPE_NUMBERS,
  isNumeric,
  makeDouble,
  typeOf,
  label,
} from "../../bson/types.ts";
import type { Numeric, TypeName, Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { asDecimal, roundExact, toDecimal, toExact } from "../../values/decimal.ts";
import { toNumber, wholeNumber } from "../../values/numbers.ts";
import { compileExpression } from "../expression.ts";
import { parseDate } from "./date-text.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { namedOperands, nullish, unary } from "./helpers.ts";

const fail = (value: Value, to: string) =>
  new MongoError(241, `Failed to convert value of type ${typeOf(value)} to ${to} in $convert with no onError value`);

export const toText = (value: Value): string => {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Double) return String(value.value);
  if (
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean" ||
    value instanceof Decimal128
  )
    return String(value);
  if (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID) return value.toUUID().toHexString(true);
  throw fail(value, "string");
};

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+$/;

const toInteger = (value: Value, name: "int" | "long"): Numeric => {
  const [low, high] = name === "int" ? [BigInt(INT32_MIN), BigInt(INT32_MAX)] : [-(2n ** 63n), 2n ** 63n - 1n];
  let whole: bigint;
  if (typeof value === "boolean") whole = value ? 1n : 0n;
  else if (typeof value === "string" && INTEGER.test(value)) whole = BigInt(value.replace("+", ""));
  else if (isNumeric(value)) {
    const exact = toExact(value);
    if (exact.special !== undefined) throw fail(value, name);
    const truncated = roundExact(exact, 0, "trunc");
    if (truncated.exponent > 40) throw fail(value, name);
    whole = truncated.coefficient * 10n ** BigInt(Math.max(0, truncated.exponent));
  } else if (value instanceof Date && name === "long") whole = BigInt(value.getTime());
  else throw fail(value, name);
  if (whole < low || whole > high)
    throw new MongoError(241, `Conversion would overflow target type in $convert with no onError value: ${whole}`);
  return name === "int" ? Number(whole) : whole;
};

const converters: Partial<Record<TypeName, (value: Value) => Value>> = {
  string: toText,
  int: (value) => toInteger(value, "int"),
  long: (value) => toInteger(value, "long"),
  double: (value) => {
    if (typeof value === "boolean") return makeDouble(value ? 1 : 0);
    if (typeof value === "string" && NUMBER.test(value)) return makeDouble(Number(value));
    if (value instanceof Date) return makeDouble(value.getTime());
    if (isNumeric(value)) return makeDouble(toNumber(value));
    throw fail(value, "double");
  },
  decimal: (value) => {
    if (typeof value === "boolean") return Decimal128.fromString(value ? "1" : "0");
    if (typeof value === "string" && NUMBER.test(value)) return Decimal128.fromStringWithRounding(value);
    if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
    if (isNumeric(value)) return toDecimal(asDecimal(value));
    throw fail(value, "decimal");
  },
  bool: (value) => (isNumeric(value) ? toNumber(value) !== 0 : value !== false),
  objectId: (value) => {
    if (value instanceof ObjectId) return value;
    if (typeof value === "string" && /^[\da-fA-F]{24}$/.test(value)) return new ObjectId(value);
    throw fail(value, "objectId");
  },
  date: (value) => {
    if (value instanceof Date) return value;
    if (value instanceof ObjectId) return value.getTimestamp();
    if (typeof value === "string") return parseDate(value);
    if (isNumeric(value) && typeOf(value) !== "int") return new Date(Math.trunc(toNumber(value)));
    throw fail(value, "date");
  },
};

const convertTo = (type: TypeName, value: Value): Value => {
  const convert = converters[type];
  if (convert === undefined) throw fail(value, type);
  return convert(value);
};

const to = (type: TypeName): ExpressionOperator => unary((value) => (nullish(value) ? null : convertTo(type, value)));

const convert: ExpressionOperator = (operand, env, name) => {
  const fields = namedOperands(operand, name, ["input", "to"], ["onError", "onNull"]);
  const compile = (key: string) => (key in fields ? compileExpression(fields[key], env) : undefined);
  const [input, target, onError, onNull] = [compile("input")!, compile("to")!, compile("onError"), compile("onNull")];
  return (scope) => {
    const value = input(scope);
    const wanted = target(scope);
    if (nullish(wanted)) return null;
    const type = isNumeric(wanted) ? TYPE_NUMBERS[wholeNumber(wanted) ?? 0] : (wanted as TypeName);
    if (type === undefined || !(type in converters))
      throw new MongoError("BadValue", `Unknown type name: ${label(wanted)}`);
    if (nullish(value)) return onNull === undefined ? null : onNull(scope);
    try {
      return convertTo(type, value);
    } catch (error) {
      if (onError !== undefined && error instanceof MongoError) return onError(scope);
      throw error;
    }
  };
};

export const CONVERSION: OperatorTable = {
  $convert: convert,
  $toString: to("string"),
  $toInt: to("int"),
  $toLong: to("long"),
  $toDouble: to("double"),
  $toDecimal: to("decimal"),
  $toBool: to("bool"),
  $toObjectId: to("objectId"),
  $toDate: to("date"),
  $type: unary((value) => typeOf(value)),
  $isNumber: unary((value) => isNumeric(value)),
  $isArray: unary((value) => Array.isArray(value)),
  $bsonSize: unary((value) => (nullish(value) ? null : bsonSize(value))),
};

const bsonSize = (value: Value): number => {
  if (typeOf(value) !== "object")
    throw new MongoError(31393, `$bsonSize requires a document input, found: ${typeOf(value)}`);
  return encode(value as object).length;
};
