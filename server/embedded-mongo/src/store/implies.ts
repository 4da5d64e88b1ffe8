import { Doc, isArray, isDoc, isNumeric } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { compileFilter } from "../query/match.ts";
import { isOperatorDoc } from "../query/operator-doc.ts";
import { truthy } from "../query/predicates.ts";
import { classOf, compare, equal } from "../values/compare.ts";
import { toNumber } from "../values/numbers.ts";
import type { Condition } from "./bounds.ts";
import type { Index } from "./catalog.ts";

/** True when a document meeting the condition must have the field, and not as null. */
const demandsValue = ({ operator, operand }: Condition): boolean => {
  const present = (value: Value) => value !== null && value !== undefined;
  switch (operator) {
    case "$eq":
    case "$gte":
    case "$lte":
      return present(operand) && classOf(operand) > 5 && classOf(operand) < 127;
    case "$gt":
    case "$lt":
      return present(operand) && classOf(operand) > 5 && classOf(operand) < 127;
    case "$in":
      return isArray(operand) && operand.every(present);
    default:
      return false;
  }
};

const holds = (path: string, test: Doc, value: Value): boolean => {
  const probe = new Doc();
  probe["v"] = value;
  const filter = new Doc();
  filter["v"] = test;
  return path !== "" && compileFilter(filter)(probe);
};

const operatorDoc = (operator: string, operand: Value): Doc => {
  const out = new Doc();
  out[operator] = operand;
  return out;
};

const isNaN = (value: Value): boolean => isNumeric(value) && Number.isNaN(toNumber(value));

/** Does the query's condition guarantee one condition of the partial filter? False when in doubt. */
const implies = (query: Condition, path: string, operator: string, operand: Value): boolean => {
  if (query.path !== path) return false;
  if (query.operator === operator && equal(query.operand, operand)) return true;
  if (operator === "$exists")
    return truthy(operand) && (demandsValue(query) || (query.operator === "$exists" && truthy(query.operand)));
  const test = operatorDoc(operator, operand);
  const plain = (value: Value) =>
    value !== null && value !== undefined && !isArray(value) && !isDoc(value) && classOf(value) < 50;
  if (query.operator === "$eq") return plain(query.operand) && holds(path, test, query.operand);
  if (query.operator === "$in")
    return isArray(query.operand) && query.operand.every((value) => plain(value) && holds(path, test, value));
  if (classOf(query.operand) !== classOf(operand) || !plain(query.operand) || isNaN(query.operand) || isNaN(operand))
    return false;
  const order = compare(query.operand, operand);
  if (operator === "$gt") return query.operator === "$gt" ? order >= 0 : query.operator === "$gte" && order > 0;
  if (operator === "$gte") return (query.operator === "$gt" || query.operator === "$gte") && order >= 0;
  if (operator === "$lt") return query.operator === "$lt" ? order <= 0 : query.operator === "$lte" && order < 0;
  if (operator === "$lte") return (query.operator === "$lt" || query.operator === "$lte") && order <= 0;
  return false;
};

const filterImplied = (filter: Doc, conditions: readonly Condition[]): boolean =>
  Object.entries(filter).every(([key, value]) => {
    if (key === "$and" && isArray(value))
      return value.every((clause) => isDoc(clause) && filterImplied(clause, conditions));
    if (key === "$or" && isArray(value))
      return value.some((clause) => isDoc(clause) && filterImplied(clause, conditions));
    if (key.startsWith("$")) return false;
    if (!isOperatorDoc(value)) return conditions.some((query) => implies(query, key, "$eq", value));
    return Object.entries(value).every(([operator, operand]) =>
      conditions.some((query) => implies(query, key, operator, operand)),
    );
  });

/** A sparse or partial index may serve a query only when no matching document can be missing from it. */
export const impliesIndex = (index: Index, conditions: readonly Condition[], collated: boolean): boolean => {
  if (index.sparse && !conditions.some((condition) => index.fields.includes(condition.path) && demandsValue(condition)))
    return false;
  if (index.partial === undefined) return true;
  return !collated && filterImplied(index.partial, conditions);
};
