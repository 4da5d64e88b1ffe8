import { BSONRegExp, Doc, Timestamp, isArray, isDoc, isNumeric, typeOf, label } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue, failedToParse } from "../errors.ts";
import { FIELD_OPERATORS, compileElement, compileFilter } from "../query/match.ts";
import type { MatchEnv } from "../query/match.ts";
import { parseSort, sortItems } from "../query/sort.ts";
import { compare, equal } from "../values/compare.ts";
import { add, multiply, wholeNumber } from "../values/numbers.ts";
import { clone } from "./paths.ts";
import type { Target } from "./paths.ts";

/** What an operator may ask of the update it is part of. */
export interface UpdateContext {
  env: MatchEnv;
  now: Date;
  /** True while an upsert builds a new document. */
  inserting: boolean;
}

/** Prepares an operand once, then changes one concrete place. */
export type Operator = (operand: Value, context: UpdateContext) => (target: Target) => void;

const describe = (target: Target) => `{${target.path}}`;

const arithmetic =
  (name: string, apply: typeof add, missing: (operand: Value) => Value): Operator =>
  (operand) => {
    if (!isNumeric(operand))
      throw new MongoError("TypeMismatch", `Cannot ${name} with non-numeric argument: ${typeOf(operand)}`);
    const overflow = (): never => {
      throw badValue(`Failed to apply $${name} operations to current value for document: integer overflow`);
    };
    return (target) => {
      const current = target.get();
      if (current === undefined) target.set(missing(operand));
      else if (isNumeric(current)) target.set(apply(current, operand, overflow));
      else
        throw new MongoError(
          "TypeMismatch",
          `Cannot apply $${name} to a value of non-numeric type. ${describe(target)} has type ${typeOf(current)}`,
        );
    };
  };

const zeroLike = (operand: Value): Value => (isNumeric(operand) ? multiply(operand, 0) : 0);

const extreme =
  (wanted: 1 | -1): Operator =>
  (operand, context) =>
  (target) => {
    const current = target.get();
    if (current === undefined || Math.sign(compare(operand, current, context.env.strings)) === wanted)
      target.set(clone(operand));
  };

const arrayAt = (target: Target, operator: string): Value[] | undefined => {
  const current = target.get();
  if (current === undefined || isArray(current)) return current;
  throw badValue(`The field '${target.path}' must be an array but is of type ${typeOf(current)} (${operator})`);
};

const eachOf = (operand: Value, operator: string): Value[] => {
  const list = isDoc(operand) && "$each" in operand ? operand["$each"] : [operand];
  if (!isArray(list))
    throw new MongoError(
      "TypeMismatch",
      `The argument to $each in ${operator} must be an array but it was of type ${typeOf(list)}`,
    );
  return list;
};

const PUSH_MODIFIERS = new Set(["$each", "$slice", "$sort", "$position"]);

/** `$slice` and `$sort` apply to the whole array after the insertion, `$position` before. */
const push: Operator = (operand, context) => {
  const modified = isDoc(operand) && "$each" in operand ? operand : undefined;
  if (modified === undefined && isDoc(operand) && Object.keys(operand)[0]?.startsWith("$"))
    throw new MongoError(
      "DollarPrefixedFieldName",
      `The dollar ($) prefixed field '${Object.keys(operand)[0]}' is not valid for storage.`,
    );
  for (const key of Object.keys(modified ?? {}))
    if (!PUSH_MODIFIERS.has(key)) throw badValue(`Unrecognized clause in $push: ${key}`);
  const items = eachOf(operand, "$push");
  const whole = (name: string): number | undefined => {
    const value = modified?.[name];
    if (value === undefined) return undefined;
    const number = isNumeric(value) ? wholeNumber(value) : undefined;
    if (number === undefined)
      throw badValue(`The value for ${name} must be an integer value but was given type: ${typeOf(value)}`);
    return number;
  };
  const slice = whole("$slice");
  const position = whole("$position");
  const sort = modified?.["$sort"] === undefined ? undefined : pushSort(modified["$sort"], context);
  return (target) => {
    const current = arrayAt(target, "$push") ?? [];
    // A negative position counts from the end, as splice does.
    let next = current.toSpliced(position ?? current.length, 0, ...items.map(clone));
    if (sort !== undefined) next = sort(next);
    if (slice !== undefined) next = slice >= 0 ? next.slice(0, slice) : next.slice(slice);
    target.set(next);
  };
};

const pushSort = (spec: Value, context: UpdateContext): ((items: Value[]) => Value[]) => {
  if (isNumeric(spec)) {
    const direction = wholeNumber(spec);
    if (direction !== 1 && direction !== -1) throw badValue("The $sort element value must be either 1 or -1");
    return (items) => items.toSorted((a, b) => compare(a, b, context.env.strings) * direction);
  }
  if (!isDoc(spec))
    throw badValue("The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields");
  for (const [field, direction] of Object.entries(spec)) {
    const sign = isNumeric(direction) ? wholeNumber(direction) : undefined;
    if (sign !== 1 && sign !== -1) throw badValue("The $sort element value must be either 1 or -1");
    if (field === "" || field.split(".").includes(""))
      throw badValue("The $sort field is a dotted field but has an empty part");
  }
  const parsed = parseSort(spec);
  if (parsed === undefined) throw badValue("The $sort pattern is empty when it should be a set of fields.");
  return (items) => sortItems(items, (item) => (isDoc(item) ? item : new Doc()), parsed, context.env.strings);
};

const addToSet: Operator = (operand, context) => {
  const items = eachOf(operand, "$addToSet");
  if (isDoc(operand) && "$each" in operand && Object.keys(operand).length > 1)
    throw badValue(`Found unexpected fields after $each in $addToSet: ${Object.keys(operand)[1]}`);
  return (target) => {
    const next = [...(arrayAt(target, "$addToSet") ?? [])];
    for (const item of items)
      if (!next.some((present) => equal(present, item, context.env.strings))) next.push(clone(item));
    target.set(next);
  };
};

const pull: Operator = (operand, context) => {
  let matches: (item: Value) => boolean;
  const env = { strings: context.env.strings };
  const first = isDoc(operand) ? (Object.keys(operand)[0] ?? "") : "";
  // `$or` and its like combine conditions on the elements' fields, other operators are conditions on the elements.
  if (isDoc(operand) && !FIELD_OPERATORS.includes(first)) {
    const filter = compileFilter(operand, env);
    matches = (item) => isDoc(item) && filter(item);
  } else if (isDoc(operand) || operand instanceof BSONRegExp) matches = compileElement(operand, env);
  else matches = (item) => equal(item, operand, context.env.strings);
  return (target) => {
    const current = arrayAt(target, "$pull");
    if (current !== undefined) target.set(current.filter((item) => !matches(item)));
  };
};

const pullAll: Operator = (operand, context) => {
  if (!isArray(operand)) throw badValue(`$pullAll requires an array argument but was given a ${typeOf(operand)}`);
  return (target) => {
    const current = arrayAt(target, "$pullAll");
    if (current !== undefined)
      target.set(current.filter((item) => !operand.some((gone) => equal(gone, item, context.env.strings))));
  };
};

const pop: Operator = (operand) => {
  const end = isNumeric(operand) ? wholeNumber(operand) : undefined;
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${label(operand)}`);
  return (target) => {
    const current = target.get();
    if (current === undefined) return;
    if (!isArray(current))
      throw new MongoError(
        "TypeMismatch",
        `Path '${target.path}' contains an element of non-array type '${typeOf(current)}'`,
      );
    target.set(end === 1 ? current.slice(0, -1) : current.slice(1));
  };
};

const bit: Operator = (operand) => {
  if (!isDoc(operand) || Object.keys(operand).length === 0)
    throw badValue("The $bit modifier is not compatible with this type: expected an object");
  const steps = Object.entries(operand).map(([name, mask]) => {
    if (name !== "and" && name !== "or" && name !== "xor")
      throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    if (typeOf(mask) !== "int" && typeOf(mask) !== "long")
      throw badValue(`The $bit modifier field must be an Integer(32/64 bit); a '${typeOf(mask)}' is not supported`);
    return { name, mask: mask as number | bigint };
  });
  return (target) => {
    let value: Value = target.get() ?? (steps.every((step) => typeof step.mask === "number") ? 0 : 0n);
    for (const { name, mask } of steps) {
      if (typeOf(value) !== "int" && typeOf(value) !== "long")
        throw badValue(
          `Cannot apply $bit to a value of non-integral type. ${describe(target)} has the field of non-integer type ${typeOf(value)}`,
        );
      const left: bigint = BigInt(value as number | bigint);
      const right = BigInt(mask);
      const result: bigint = name === "and" ? left & right : name === "or" ? left | right : left ^ right;
      value = typeof value === "bigint" || typeof mask === "bigint" ? result : Number(result);
    }
    target.set(value);
  };
};

const currentDate: Operator = (operand, context) => {
  if (typeof operand === "boolean") return (target) => target.set(context.now);
  if (!isDoc(operand))
    throw badValue(
      `${typeOf(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  const other = Object.keys(operand).find((key) => key !== "$type");
  if (other !== undefined) throw badValue(`Unrecognized $currentDate option: ${other}`);
  const type = operand["$type"];
  if (type === "timestamp")
    return (target) => target.set(new Timestamp({ t: Math.floor(context.now.getTime() / 1000), i: 1 }));
  if (type === "date") return (target) => target.set(context.now);
  throw badValue(
    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
  );
};

/** `$rename` is not here: it reads one place and writes another, see apply.ts. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: (operand) => (target) => target.set(clone(operand)),
  $setOnInsert: (operand, context) => (target) => {
    if (context.inserting) target.set(clone(operand));
  },
  $unset: () => (target) => target.unset(),
  $inc: arithmetic("inc", add, (operand) => operand),
  $mul: arithmetic("mul", multiply, zeroLike),
  $min: extreme(-1),
  $max: extreme(1),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $bit: bit,
};
