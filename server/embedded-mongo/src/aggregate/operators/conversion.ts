import { encode } from "../../bson/encode.ts";
import {
  Binary,
  Decimal128,
  Double,
  INT32_MAX,
  INT32_MIN,
  ObjectId,
  TYPE_NUMBERS,
  Timestamp,
  isNumeric,
  makeDouble,
  typeOf,
  label,
} from "../../bson/types.ts";
import type { TypeName, Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { asDecimal, finite, roundExact, toDecimal, toExact } from "../../values/decimal.ts";
import { toNumber, wholeNumber } from "../../values/numbers.ts";
import { compileExpression } from "../expression.ts";
import { dateAt } from "./date-value.ts";
import { parseDate } from "./date-text.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { namedOperands, nullish, unary } from "./helpers.ts";

const fail = (value: Value, to: string) =>
  new MongoError(241, `Failed to convert value of type ${typeOf(value)} to ${to} in $convert with no onError value`);

/** The shortest digits that read back as the double, with an exponent below 10^-4 and from 10^16 on. */
const doubleText = (value: number): string => {
  if (Object.is(value, -0)) return "-0";
  if (!Number.isFinite(value)) return String(value);
  const [digits = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= 16 || exponent < -4)
    return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  return exponent < 0 ? value.toFixed(digits.replace(/[-.]/g, "").length - 1 - exponent) : String(value);
};

export const toText = (value: Value): string => {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Double) return doubleText(value.value);
  if (typeof value === "number") return doubleText(value);
  if (typeof value === "bigint" || typeof value === "boolean" || value instanceof Decimal128) return String(value);
  if (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID) return value.toUUID().toHexString(true);
  throw fail(value, "string");
};

const overflow = (value: Value) =>
  new MongoError(
    241,
    `Conversion would overflow target type in $convert with no onError value: ${isNumeric(value) ? toNumber(value) : label(value)}`,
  );

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+$/;

const toInteger = (value: Value, name: "int" | "long"): bigint => {
  const [low, high] = name === "int" ? [BigInt(INT32_MIN), BigInt(INT32_MAX)] : [-(2n ** 63n), 2n ** 63n - 1n];
  let whole: bigint;
  if (typeof value === "boolean") whole = value ? 1n : 0n;
  else if (typeof value === "string" && INTEGER.test(value)) whole = BigInt(value.replace("+", ""));
  else if (isNumeric(value)) {
    const exact = toExact(value);
    if (exact.special !== undefined) throw fail(value, name);
    // A double's fraction counts against the range, a decimal's does not.
    if (typeOf(value) === "double" && (toNumber(value) < Number(low) || toNumber(value) > Number(high)))
      throw overflow(value);
    const truncated = roundExact(exact, 0, "trunc");
    if (truncated.exponent > 40) throw fail(value, name);
    whole = truncated.coefficient * 10n ** BigInt(Math.max(0, truncated.exponent));
  } else if (value instanceof Date && name === "long") whole = BigInt(value.getTime());
  else throw fail(value, name);
  if (whole < low || whole > high) throw overflow(value);
  return whole;
};

/** Digits beyond the 34th are rounded off; a number that is none of a decimal's is refused. */
const textToDecimal = (text: string): Decimal128 => {
  const [mantissa = "0", power = "0"] = text.split(/e/i);
  const [whole = "", fraction = ""] = mantissa.replace("+", "").split(".");
  const minus = whole.startsWith("-");
  const digits = BigInt(whole.replace("-", "") + fraction || "0");
  const exponent = Number(power) - fraction.length;
  if (!Number.isSafeInteger(exponent)) throw overflow(text);
  const result = toDecimal(finite(minus ? -digits : digits, exponent, minus));
  const exact = toExact(result);
  if (exact.special !== undefined || (exact.coefficient === 0n && digits !== 0n)) throw overflow(text);
  return result;
};

const decimalToDouble = (value: Decimal128): Value => {
  const [exact, near] = [toExact(value), toNumber(value)];
  if (exact.special === undefined && (!Number.isFinite(near) || (near === 0 && exact.coefficient !== 0n)))
    throw overflow(value);
  return makeDouble(near);
};

const converters: Partial<Record<TypeName, (value: Value) => Value>> = {
  string: toText,
  int: (value) => Number(toInteger(value, "int")),
  long: (value) => toInteger(value, "long"),
  double: (value) => {
    if (typeof value === "boolean") return makeDouble(value ? 1 : 0);
    if (typeof value === "string" && NUMBER.test(value)) return makeDouble(Number(value));
    if (value instanceof Date) return makeDouble(value.getTime());
    if (value instanceof Decimal128) return decimalToDouble(value);
    if (isNumeric(value)) return makeDouble(toNumber(value));
    throw fail(value, "double");
  },
  decimal: (value) => {
    if (typeof value === "boolean") return Decimal128.fromString(value ? "1" : "0");
    if (typeof value === "string" && NUMBER.test(value)) return textToDecimal(value);
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
    if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000);
    if (isNumeric(value) && typeOf(value) !== "int") return dateAt(toInteger(value, "long"), "$convert");
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
      if (onError !== undefined && error instanceof MongoError && error.code === 241) return onError(scope);
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
