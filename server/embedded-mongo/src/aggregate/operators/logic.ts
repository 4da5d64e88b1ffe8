import { isArray, isDoc } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { truthy } from "../../query/predicates.ts";
import { compare } from "../../values/compare.ts";
import { checkVariableName, compileExpression } from "../expression.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { binary, namedOperands, nullish, unary } from "./helpers.ts";

/** Comparisons here go over all types, unlike in queries. */
const comparison = (test: (order: number) => boolean): ExpressionOperator =>
  binary((a, b, env) => test(compare(a, b, env.strings)));

const listOf = (operand: Value): Value[] => (isArray(operand) ? operand : [operand]);

const cond: ExpressionOperator = (operand, env, name) => {
  let parts: Value[];
  if (isArray(operand)) {
    if (operand.length !== 3)
      throw new MongoError(16020, `Expression $cond takes exactly 3 arguments. ${operand.length} were passed in.`);
    parts = operand;
  } else {
    const fields = namedOperands(operand, name, ["if", "then", "else"], []);
    parts = [fields["if"], fields["then"], fields["else"]];
  }
  const [test, yes, no] = parts.map((part) => compileExpression(part, env));
  return (scope) => (truthy(test!(scope)) ? yes!(scope) : no!(scope));
};

const switchOf: ExpressionOperator = (operand, env, name) => {
  const fields = namedOperands(operand, name, ["branches"], ["default"]);
  const branches = fields["branches"];
  if (!isArray(branches) || branches.length === 0) throw new MongoError(40068, "$switch requires at least one branch.");
  const compiled = branches.map((branch) => {
    const { case: test, then } = namedOperands(branch, "$switch branch", ["case", "then"], []);
    return { test: compileExpression(test, env), result: compileExpression(then, env) };
  });
  const fallback = "default" in fields ? compileExpression(fields["default"], env) : undefined;
  return (scope) => {
    for (const branch of compiled) if (truthy(branch.test(scope))) return branch.result(scope);
    if (fallback === undefined)
      throw new MongoError(
        40066,
        "$switch could not find a matching branch for an input, and no default was specified.",
      );
    return fallback(scope);
  };
};

const letIn: ExpressionOperator = (operand, env, name) => {
  const fields = namedOperands(operand, name, ["vars", "in"], []);
  if (!isDoc(fields["vars"])) throw new MongoError(16876, "invalid parameter: expected an object (vars)");
  const vars = Object.entries(fields["vars"]).map(
    ([key, value]) => [checkVariableName(key), compileExpression(value, env)] as const,
  );
  const inner = compileExpression(fields["in"], {
    ...env,
    names: new Set([...env.names, ...vars.map(([key]) => key)]),
  });
  return (scope) =>
    inner({
      root: scope.root,
      vars: { ...scope.vars, ...Object.fromEntries(vars.map(([key, value]) => [key, value(scope)])) },
    });
};

export const LOGIC: OperatorTable = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: binary((a, b, env) => compare(a, b, env.strings)),
  $and: (operand, env) => {
    const parts = listOf(operand).map((part) => compileExpression(part, env));
    return (scope) => parts.every((part) => truthy(part(scope)));
  },
  $or: (operand, env) => {
    const parts = listOf(operand).map((part) => compileExpression(part, env));
    return (scope) => parts.some((part) => truthy(part(scope)));
  },
  $not: unary((value) => !truthy(value)),
  $cond: cond,
  $ifNull: (operand, env) => {
    const parts = listOf(operand).map((part) => compileExpression(part, env));
    if (parts.length < 2) throw new MongoError(1257300, `$ifNull needs at least two arguments, had: ${parts.length}`);
    return (scope) => {
      let value: Value;
      for (const part of parts) {
        value = part(scope);
        if (!nullish(value)) return value;
      }
      return value;
    };
  },
  $switch: switchOf,
  $let: letIn,
  $literal: (operand) => () => operand,
};
