import { Doc, isArray, isDoc, typeOf } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { compileExpression } from "../expression.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { call, namedOperands, needArray, nullish, unary } from "./helpers.ts";

const pair = (key: Value, value: Value): Doc => {
  const out = new Doc();
  out["k"] = key;
  out["v"] = value;
  return out;
};

const arrayToObject = unary((value, name) => {
  if (nullish(value)) return null;
  const out = new Doc();
  for (const item of needArray(value, name)) {
    const [key, inner] = isArray(item) ? item : isDoc(item) ? [item["k"], item["v"]] : [undefined, undefined];
    if (isArray(item) && item.length !== 2)
      throw new MongoError(40397, "$arrayToObject requires arrays of a key and a value");
    if (isDoc(item) && (Object.keys(item).length !== 2 || !("k" in item) || !("v" in item)))
      throw new MongoError(40392, "$arrayToObject requires objects with 'k' and 'v' and nothing else");
    if (typeof key !== "string")
      throw new MongoError(
        40394,
        "$arrayToObject requires an array of key-value pairs, where the key must be of type string",
      );
    if (key.includes("\0")) throw new MongoError(4940400, "Key field cannot contain an embedded null byte");
    if (inner !== undefined) out[key] = inner;
  }
  return out;
});

const fieldName = (value: Value, name: string): string => {
  const literal = isDoc(value) && "$literal" in value ? value["$literal"] : value;
  if (typeof literal !== "string")
    throw new MongoError(5654602, `${name} requires 'field' to evaluate to a constant string`);
  if (literal.includes("\0")) throw new MongoError(9534700, `${name} field cannot contain an embedded null byte`);
  return literal;
};

const getField: ExpressionOperator = (operand, env, name) => {
  const short = !isDoc(operand) || !("field" in operand);
  const fields = short ? undefined : namedOperands(operand, name, ["field"], ["input"]);
  const field = fieldName(fields === undefined ? operand : fields["field"], name);
  const input = compileExpression(fields !== undefined && "input" in fields ? fields["input"] : "$$CURRENT", env);
  return (scope) => {
    const value = input(scope);
    return isDoc(value) ? value[field] : value === null ? null : undefined;
  };
};

const setField =
  (remove: boolean): ExpressionOperator =>
  (operand, env, name) => {
    const fields = namedOperands(operand, name, remove ? ["field", "input"] : ["field", "input", "value"], []);
    const field = fieldName(fields["field"], name);
    const input = compileExpression(fields["input"], env);
    const next = remove ? () => undefined : compileExpression(fields["value"], env);
    return (scope) => {
      const value = input(scope);
      if (nullish(value)) return null;
      if (!isDoc(value)) throw new MongoError(4161105, `${name} requires 'input' to evaluate to type Object`);
      const out = Object.assign(new Doc(), value);
      const replaced = next(scope);
      if (replaced === undefined) delete out[field];
      else out[field] = replaced;
      return out;
    };
  };

export const OBJECTS: OperatorTable = {
  $mergeObjects: call(0, Infinity, (args) => {
    const out = new Doc();
    for (const value of args.length === 1 && isArray(args[0]) ? args[0] : args) {
      if (nullish(value)) continue;
      if (!isDoc(value))
        throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${typeOf(value)}`);
      Object.assign(out, value);
    }
    return out;
  }),
  $objectToArray: unary((value) => {
    if (nullish(value)) return null;
    if (!isDoc(value)) throw new MongoError(40390, `$objectToArray requires a document input, found: ${typeOf(value)}`);
    return Object.entries(value).map(([key, inner]) => pair(key, inner));
  }),
  $arrayToObject: arrayToObject,
  $getField: getField,
  $setField: setField(false),
  $unsetField: setField(true),
};
