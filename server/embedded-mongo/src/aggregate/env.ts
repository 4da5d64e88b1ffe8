import type { Doc, Value } from "../bson/types.ts";
import type { MatchEnv } from "../query/match.ts";
import { truthy } from "../query/predicates.ts";
import type { StringCompare } from "../values/compare.ts";
import { compileExpression } from "./expression.ts";
import type { ExpressionEnv } from "./expression.ts";
import { OPERATORS } from "./operators/index.ts";

export interface Variables {
  now: Date;
  strings?: StringCompare | undefined;
  vars: Readonly<Record<string, Value>>;
}

export const expressionEnv = (variables: Variables): ExpressionEnv => ({
  now: variables.now,
  strings: variables.strings,
  operators: OPERATORS,
  names: new Set(Object.keys(variables.vars)),
});

/** Compiles an expression to be evaluated on documents under fixed variables. */
export const computed = (variables: Variables): ((expression: Value) => (document: Doc) => Value) => {
  const env = expressionEnv(variables);
  return (expression) => {
    const evaluate = compileExpression(expression, env);
    return (root) => evaluate({ root, vars: variables.vars });
  };
};

/** The matcher's surroundings, with `$expr` carried out. */
export const matchEnv = (variables: Variables): MatchEnv => ({
  strings: variables.strings,
  expression: (expression) => {
    const evaluate = computed(variables)(expression);
    return (document) => truthy(evaluate(document));
  },
});
