import { Doc, isArray, isDoc, isNumeric, label } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError, failedToParse } from "../../errors.ts";
import { compileFilter } from "../../query/match.ts";
import { checkFieldPath } from "../../query/field-path.ts";
import { compileAddFields, compileProjection } from "../../query/project.ts";
import { parseSort, sortItems } from "../../query/sort.ts";
import { wholeNumber } from "../../values/numbers.ts";
import { computed, matchEnv } from "../env.ts";
import { onlyOptions } from "../stage.ts";
import type { StageCompiler } from "../stage.ts";

function* map(input: Iterable<Doc>, run: (document: Doc) => Doc): Iterable<Doc> {
  for (const document of input) yield run(document);
}

export const needDoc = (operand: Value, name: string, code = 40272): Doc => {
  if (!isDoc(operand)) throw new MongoError(code, `${name} specification stage must be an object`);
  return operand;
};

const whole = (operand: Value, name: string, least: number): number => {
  const value = isNumeric(operand) ? wholeNumber(operand) : undefined;
  if (value === undefined) throw new MongoError(2107201, `invalid argument to ${name} stage: Expected an integer`);
  if (value < least)
    throw new MongoError(
      15958,
      least === 1 ? "the limit must be positive" : `invalid argument to ${name} stage: Expected a non-negative number`,
    );
  return value;
};

const match: StageCompiler = (operand, { variables }) => {
  const test = compileFilter(needDoc(operand, "$match", 15959), matchEnv(variables));
  return function* (input) {
    for (const document of input) if (test(document)) yield document;
  };
};

const project: StageCompiler = (operand, { variables }) => {
  const spec = needDoc(operand, "$project", 15969);
  const projection = compileProjection(spec, {
    find: false,
    expression: computed(variables),
    env: matchEnv(variables),
  });
  if (projection === undefined)
    throw new MongoError(
      51272,
      "Invalid $project :: caused by :: projection specification must have at least one field",
    );
  return (input) => map(input, projection);
};

const addFields: StageCompiler = (operand, { variables }, name) => {
  const projection = compileAddFields(needDoc(operand, name), computed(variables));
  return (input) => map(input, projection);
};

const unset: StageCompiler = (operand, context) => {
  const fields = isArray(operand) ? operand : [operand];
  if (fields.length === 0 || !fields.every((field) => typeof field === "string"))
    throw new MongoError(31002, "$unset specification must be a string or an array of strings");
  if (new Set(fields).size < fields.length) throw new MongoError(31250, "Path collision: $unset names a field twice");
  const spec = new Doc();
  for (const field of fields) if (typeof field === "string") spec[field] = 0;
  return project(spec, context, "$project");
};

const limit: StageCompiler = (operand) => {
  const most = whole(operand, "$limit", 1);
  return function* (input) {
    let left = most;
    for (const document of input) {
      yield document;
      if (--left === 0) return;
    }
  };
};

const skip: StageCompiler = (operand) => {
  const count = whole(operand, "$skip", 0);
  return function* (input) {
    let left = count;
    for (const document of input) if (left-- <= 0) yield document;
  };
};

const sort: StageCompiler = (operand, { variables }) => {
  const spec = parseSort(needDoc(operand, "$sort", 15973));
  if (spec === undefined) throw new MongoError(15976, "$sort stage must have at least one sort key");
  return (input) => sortItems(input, (document) => document, spec, variables.strings);
};

const replaceRoot = (expression: Value, compile: (expression: Value) => (document: Doc) => Value) => {
  const evaluate = compile(expression);
  return (input: Iterable<Doc>) =>
    map(input, (document) => {
      const next = evaluate(document);
      if (!isDoc(next))
        throw new MongoError(
          40228,
          "'newRoot' expression must evaluate to an object, but resulting value was of another type",
        );
      return next;
    });
};

const unwind: StageCompiler = (operand) => {
  const options = isDoc(operand) ? operand : undefined;
  for (const key of Object.keys(options ?? {}))
    if (!["path", "includeArrayIndex", "preserveNullAndEmptyArrays"].includes(key))
      throw new MongoError(28811, `unrecognized option to $unwind stage: ${key}`);
  const path = options === undefined ? operand : options["path"];
  if (typeof path !== "string" || !path.startsWith("$") || path.length < 2)
    throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$': ${label(path)}`);
  const parts = checkFieldPath(path.slice(1));
  const indexField = options?.["includeArrayIndex"];
  if (indexField !== undefined && (typeof indexField !== "string" || indexField === ""))
    throw new MongoError(28810, "expected a non-empty string for the includeArrayIndex option to $unwind stage");
  if (typeof indexField === "string" && indexField.startsWith("$"))
    throw new MongoError(
      28822,
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${indexField}`,
    );
  if (typeof indexField === "string") checkFieldPath(indexField);
  const preserve = options?.["preserveNullAndEmptyArrays"];
  if (preserve !== undefined && typeof preserve !== "boolean")
    throw new MongoError(28809, "expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage");
  const keep = options?.["preserveNullAndEmptyArrays"] === true;
  return function* (input) {
    for (const document of input) {
      const value = readPlain(document, parts);
      if (isArray(value) && value.length > 0) {
        for (let index = 0; index < value.length; index++)
          yield withIndex(writePlain(document, parts, value[index]), indexField, BigInt(index));
      } else if (isArray(value)) {
        if (keep) yield withIndex(writePlain(document, parts, undefined), indexField, null);
      } else if (value === null || value === undefined) {
        if (keep) yield withIndex(document, indexField, null);
      } else yield withIndex(document, indexField, null);
    }
  };
};

const readPlain = (document: Doc, parts: readonly string[]): Value =>
  parts.reduce((value: Value, part) => (isDoc(value) ? value[part] : undefined), document);

/** Copies the documents along the path and puts a value at its end. */
export const writePlain = (document: Doc, parts: readonly string[], value: Value): Doc => {
  const out = Object.assign(new Doc(), document);
  const [part = "", ...rest] = parts;
  if (rest.length === 0) {
    if (value === undefined) delete out[part];
    else out[part] = value;
  } else {
    const inner = out[part];
    out[part] = writePlain(isDoc(inner) ? inner : new Doc(), rest, value);
  }
  return out;
};

const withIndex = (document: Doc, field: Value, index: Value): Doc =>
  typeof field === "string" ? writePlain(document, field.split("."), index) : document;

/** Reservoir sampling: uniform, one pass. */
const sample: StageCompiler = (operand) => {
  const spec = needDoc(operand, "$sample", 28745);
  onlyOptions(spec, ["size"], "$sample", 28748);
  if (!("size" in spec)) throw new MongoError(28749, "$sample stage must specify a size");
  if (!isNumeric(spec["size"])) throw new MongoError(28746, "size argument to $sample must be a number");
  const size = wholeNumber(spec["size"]);
  if (size === undefined || size < 1)
    throw new MongoError(28747, "size argument to $sample must be a positive integer");
  return (input) => {
    const kept: Doc[] = [];
    let seen = 0;
    for (const document of input) {
      seen++;
      if (kept.length < size) kept.push(document);
      else {
        const at = Math.floor(Math.random() * seen);
        if (at < size) kept[at] = document;
      }
    }
    return kept;
  };
};

export const BASIC: Readonly<Record<string, StageCompiler>> = {
  $match: match,
  $project: project,
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
  $limit: limit,
  $skip: skip,
  $sort: sort,
  $unwind: unwind,
  $sample: sample,
  $replaceRoot: (operand, { variables }) => {
    const spec = needDoc(operand, "$replaceRoot", 40229);
    onlyOptions(spec, ["newRoot"], "$replaceRoot", 40230);
    if (!("newRoot" in spec)) throw new MongoError(40231, "no newRoot specified for the $replaceRoot stage");
    return replaceRoot(spec["newRoot"], computed(variables));
  },
  $replaceWith: (operand, { variables }) => replaceRoot(operand, computed(variables)),
  $documents: (operand, { variables }) => {
    const items = computed(variables)(operand)(new Doc());
    if (!isArray(items) || !items.every(isDoc)) throw failedToParse("$documents needs an array of objects");
    return () => items.filter(isDoc);
  },
};
