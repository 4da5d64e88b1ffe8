import { isArray, isDoc, isNumeric, typeOf } from "../../bson/types.ts";
import type { Doc, Numeric, Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { wholeNumber } from "../../values/numbers.ts";
import { compileExpression } from "../expression.ts";
import type { ExpressionEnv, ExpressionOperator } from "../expression.ts";

export const nullish = (value: Value): value is null | undefined => value === null || value === undefined;

/** An operator over evaluated arguments; a single operand may stand without its array. */
export const call =
  (min: number, max: number, run: (args: Value[], env: ExpressionEnv, name: string) => Value): ExpressionOperator =>
  (operand, env, name) => {
    const list = isArray(operand) ? operand : [operand];
    if (list.length < min || list.length > max)
      throw new MongoError(
        min === max ? 16020 : 28667,
        `Expression ${name} takes ${min === max ? `exactly ${min}` : `at least ${min} and at most ${max}`} arguments. ${list.length} were passed in.`,
      );
    const args = list.map((item) => compileExpression(item, env));
    if (args.length === 1) {
      const only = args[0]!;
      return (scope) => run([only(scope)], env, name);
    }
    return (scope) =>
      run(
        args.map((arg) => arg(scope)),
        env,
        name,
      );
  };

export const unary = (run: (value: Value, name: string, env: ExpressionEnv) => Value): ExpressionOperator =>
  call(1, 1, (args, env, name) => run(args[0], name, env));

export const binary = (run: (a: Value, b: Value, env: ExpressionEnv, name: string) => Value): ExpressionOperator =>
  call(2, 2, (args, env, name) => run(args[0], args[1], env, name));

/** An operator with named arguments, each evaluated; those not given are undefined. */
export const named =
  (
    required: string[],
    optional: string[],
    run: (args: Doc, env: ExpressionEnv, name: string) => Value,
  ): ExpressionOperator =>
  (operand, env, name) => {
    const fields = namedOperands(operand, name, required, optional);
    const compiled = Object.entries(fields).map(([key, value]) => [key, compileExpression(value, env)] as const);
    return (scope) => {
      const args = emptyArgs();
      for (const [key, evaluate] of compiled) args[key] = evaluate(scope);
      return run(args, env, name);
    };
  };

const emptyArgs = (): Doc => Object.create(null) as Doc;

export const namedOperands = (operand: Value, name: string, required: string[], optional: string[]): Doc => {
  if (!isDoc(operand)) throw new MongoError(40323, `${name} only supports an object as its argument`);
  for (const key of Object.keys(operand))
    if (!required.includes(key) && !optional.includes(key))
      throw new MongoError(40324, `Unrecognized argument to ${name}: ${key}`);
  for (const key of required)
    if (!(key in operand)) throw new MongoError(40326, `Missing '${key}' parameter to ${name}`);
  return operand;
};

export const needNumber = (value: Value, name: string): Numeric => {
  if (isNumeric(value)) return value;
  throw new MongoError(28765, `${name} only supports numeric types, not ${typeOf(value)}`);
};

export const needString = (value: Value, name: string): string => {
  if (typeof value === "string") return value;
  throw new MongoError(16702, `${name} only supports strings, not ${typeOf(value)}`);
};

export const needArray = (value: Value, name: string): Value[] => {
  if (isArray(value)) return value;
  throw new MongoError(28689, `${name} needs an array, but found ${typeOf(value)}`);
};

export const needWhole = (value: Value, name: string): number => {
  const whole = wholeNumber(value);
  if (whole === undefined) throw new MongoError(28727, `${name} needs an integral value, but found ${typeOf(value)}`);
  return whole;
};
