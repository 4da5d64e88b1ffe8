import { Doc, isArray, isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, failedToParse } from "../errors.ts";
import type { StringCompare } from "../values/compare.ts";

/** Variables in scope while an expression is evaluated. */
export interface Scope {
  root: Value;
  vars: Readonly<Record<string, Value>>;
}

export type Evaluator = (scope: Scope) => Value;

/** Compiles one operator's operand into an evaluator. */
export type ExpressionOperator = (operand: Value, env: ExpressionEnv, name: string) => Evaluator;

export type OperatorTable = Record<string, ExpressionOperator>;

export interface ExpressionEnv {
  now: Date;
  strings?: StringCompare | undefined;
  /** Handed in rather than imported: operators compile their own operands with this module. */
  operators: Readonly<OperatorTable>;
  /** Names that may be used as `$$name`. */
  names: ReadonlySet<string>;
}

const SYSTEM = new Set([
  "ROOT",
  "CURRENT",
  "REMOVE",
  "NOW",
  "CLUSTER_TIME",
  "DESCEND",
  "PRUNE",
  "KEEP",
  "USER_ROLES",
  "SEARCH_META",
]);

/** Names that clients may give to variables: those of the system begin with a capital. */
export const checkVariableName = (name: string): string => {
  if (name === "") throw new MongoError(16866, "empty variable names are not allowed");
  if (name === "CURRENT")
    throw new MongoError("NotImplemented", "binding $$CURRENT anew is not supported by the embedded database");
  if (!/^[a-z\u0080-\u{10ffff}]/u.test(name))
    throw new MongoError(16867, `'${name}' starts with an invalid character for a user variable name`);
  if (!/^[\w\u0080-\u{10ffff}]+$/u.test(name))
    throw new MongoError(16868, `'${name}' contains an invalid character for a variable name`);
  return name;
};

/** A field path maps over arrays on its way; array indexes are not paths here, unlike in queries. */
export const fieldPath = (value: Value, parts: readonly string[], at = 0): Value => {
  let current = value;
  for (let part = at; part < parts.length; part++) {
    if (isDoc(current)) current = current[parts[part]!];
    else if (isArray(current)) {
      const rest = part;
      return current
        .map((item) => (isDoc(item) || isArray(item) ? fieldPath(item, parts, rest) : undefined))
        .filter((item) => item !== undefined);
    } else return undefined;
  }
  return current;
};

const variable = (path: string, env: ExpressionEnv): Evaluator => {
  const [name = "", ...parts] = path.split(".");
  if (name === "ROOT" || name === "CURRENT") return (scope) => fieldPath(scope.root, parts);
  if (name === "REMOVE") return () => undefined;
  if (name === "NOW") return () => env.now;
  if (SYSTEM.has(name))
    throw new MongoError(
      "NotImplemented",
      `the system variable $$${name} is not supported here by the embedded database`,
    );
  if (!env.names.has(name)) throw new MongoError(17276, `Use of undefined variable: ${name}`);
  return (scope) => fieldPath(scope.vars[name], parts);
};

const checkPath = (path: string): string[] => {
  const parts = path.split(".");
  if (parts.includes(""))
    throw new MongoError(
      parts.at(-1) === "" ? 40353 : 15998,
      parts.at(-1) === "" ? "FieldPath must not end with a '.'." : "FieldPath field names may not be empty strings.",
    );
  if (path === "") throw new MongoError(16872, "'$' by itself is not a valid FieldPath");
  if (parts.some((part) => part.startsWith("$")))
    throw new MongoError(16410, "FieldPath field names may not start with '$'.");
  return parts;
};

/** Compiles an aggregation expression once; unknown operators are refused with MongoDB's code. */
export const compileExpression = (expression: Value, env: ExpressionEnv): Evaluator => {
  if (typeof expression === "string" && expression.startsWith("$")) {
    if (expression.startsWith("$$")) return variable(expression.slice(2), env);
    if (expression === "$") throw new MongoError(16872, "'$' by itself is not a valid FieldPath");
    const parts = checkPath(expression.slice(1));
    if (parts.length === 1) {
      const name = parts[0]!;
      return ({ root }) => (isDoc(root) ? root[name] : undefined);
    }
    return ({ root }) => fieldPath(root, parts);
  }
  if (isArray(expression)) {
    const items = expression.map((item) => compileExpression(item, env));
    return (scope) => items.map((item) => item(scope) ?? null);
  }
  if (!isDoc(expression)) return () => expression;
  const keys = Object.keys(expression);
  const first = keys[0];
  if (first?.startsWith("$")) {
    if (keys.length > 1)
      throw new MongoError(
        15983,
        `an expression specification must contain exactly one field, the name of the expression. Found ${keys.length} fields`,
      );
    const operator = env.operators[first];
    if (operator === undefined) throw new MongoError("InvalidPipelineOperator", `Unrecognized expression '${first}'`);
    return operator(expression[first], env, first);
  }
  const fields = keys.map((key) => {
    if (key.startsWith("$")) throw failedToParse(`field names may not start with '$': ${key}`);
    if (key.includes(".")) throw new MongoError(16405, "dotted field names are only allowed at the top level");
    return [key, compileExpression(expression[key], env)] as const;
  });
  return (scope) => {
    const out = new Doc();
    for (const [key, evaluate] of fields) {
      const value = evaluate(scope);
      if (value !== undefined) out[key] = value;
    }
    return out;
  };
};
