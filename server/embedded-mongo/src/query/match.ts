import { BSONRegExp, Doc, isArray, isDoc, isNumeric } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue, failedToParse } from "../errors.ts";
import { compare, compareStrings } from "../values/compare.ts";
import type { StringCompare } from "../values/compare.ts";
import { REFERENCE, isOperatorDoc } from "./operator-doc.ts";
import { anyLeaf, selfOrElement } from "./paths.ts";
import type { Capture, Leaf } from "./paths.ts";
import * as predicates from "./predicates.ts";

export type Matcher = (doc: Doc, capture?: Capture) => boolean;

/** What a filter may depend on besides the document. `expression` compiles `$expr`. */
export interface MatchEnv {
  strings?: StringCompare | undefined;
  expression?: (expression: Value) => (doc: Doc) => boolean;
}

type NodeTest = (value: Value, parts: readonly string[], at: number, capture?: Capture) => boolean;

/** Query operators that stand on a field, each carried out in this file or in predicates.ts. */
export const FIELD_OPERATORS =
  "$eq $ne $gt $gte $lt $lte $in $nin $not $exists $type $mod $regex $options $all $size $elemMatch $bitsAllSet $bitsAllClear $bitsAnySet $bitsAnyClear".split(
    " ",
  );
export const TOP_OPERATORS = "$and $or $nor $expr $comment $alwaysTrue $alwaysFalse".split(" ");

export const REFUSED_OPERATORS = new Set(
  "$where $text $near $nearSphere $geoWithin $geoIntersects $geometry $jsonSchema $function $within $uniqueDocs $maxDistance $minDistance".split(
    " ",
  ),
);

const refuse = (operator: string): MongoError =>
  REFUSED_OPERATORS.has(operator)
    ? new MongoError("NotImplemented", `the query operator ${operator} is not supported by the embedded database`)
    : badValue(`unknown operator: ${operator}`);

const always =
  (result: boolean): NodeTest =>
  () =>
    result;

const onLeaf =
  (make: (capture?: Capture) => Leaf): NodeTest =>
  (value, parts, at, capture) =>
    anyLeaf(value, parts, at, make(capture), capture);

const onValue = (test: predicates.Test): NodeTest => {
  const plain = selfOrElement(test);
  return (value, parts, at, capture) =>
    anyLeaf(value, parts, at, capture === undefined ? plain : selfOrElement(test, capture), capture);
};

const not =
  (test: NodeTest): NodeTest =>
  (value, parts, at) =>
    !test(value, parts, at);

const all =
  (tests: NodeTest[]): NodeTest =>
  (value, parts, at, capture) =>
    tests.every((test) => test(value, parts, at, capture));

class Compiler {
  private readonly env: MatchEnv;
  private readonly strings: StringCompare;

  constructor(env: MatchEnv) {
    this.env = env;
    this.strings = env.strings ?? compareStrings;
  }

  /** `inside` says that the filter is about elements of an array, not about a document as a whole. */
  filter(filter: Doc, inside = false): Matcher {
    const tests: Matcher[] = [];
    for (const [key, operand] of Object.entries(filter)) {
      if (inside && REFERENCE.has(key)) {
        // Parts of a reference are compared as they are, whatever they look like.
        const test = onValue(predicates.equalTest(operand, key === "$id" ? this.strings : compareStrings));
        tests.push((doc, capture) => test(doc, [key], 0, capture));
      } else if (key.startsWith("$")) {
        const test = this.top(key, operand, inside);
        if (test !== undefined) tests.push(test);
      } else {
        const parts = key.split(".");
        const test = this.field(operand);
        tests.push((doc, capture) => test(doc, parts, 0, capture));
      }
    }
    if (tests.length === 1) return tests[0]!;
    return (doc, capture) => tests.every((test) => test(doc, capture));
  }

  private top(operator: string, operand: Value, inside: boolean): Matcher | undefined {
    switch (operator) {
      case "$and":
      case "$or":
      case "$nor": {
        const list = this.clauses(operator, operand, inside);
        if (operator === "$and") return (doc, capture) => list.every((test) => test(doc, capture));
        if (operator === "$or") return (doc, capture) => list.some((test) => test(doc, capture));
        return (doc) => !list.some((test) => test(doc));
      }
      case "$expr":
        if (inside) throw badValue("$expr can only be applied to the top-level document");
        if (this.env.expression === undefined)
          throw new MongoError("QueryFeatureNotAllowed", "$expr is not allowed in this context");
        return this.env.expression(operand);
      case "$comment":
        return undefined;
      case "$alwaysTrue":
      case "$alwaysFalse":
        if (!isNumeric(operand) || compare(operand, 1) !== 0)
          throw failedToParse(`${operator} must be an integer value of 1`);
        return () => operator === "$alwaysTrue";
      default:
        throw REFUSED_OPERATORS.has(operator) ? refuse(operator) : badValue(`unknown top level operator: ${operator}`);
    }
  }

  private clauses(operator: string, operand: Value, inside: boolean): Matcher[] {
    if (!isArray(operand)) throw badValue(`${operator} must be an array`);
    if (operand.length === 0) throw badValue("$and/$or/$nor must be a nonempty array");
    return operand.map((clause) => {
      if (!isDoc(clause)) throw badValue("$or/$and/$nor entries need to be full objects");
      return this.filter(clause, inside);
    });
  }

  field(operand: Value): NodeTest {
    if (operand instanceof BSONRegExp) return onValue(predicates.regexTest(operand));
    if (!isOperatorDoc(operand)) return onValue(predicates.equalTest(operand, this.strings));
    const tests = Object.entries(operand)
      .filter(([name]) => name !== "$options")
      .map(([name, inner]) => this.operator(name, inner, operand));
    if ("$options" in operand && !("$regex" in operand)) throw badValue("$options needs a $regex");
    return tests.length === 1 ? tests[0]! : all(tests);
  }

  private operator(name: string, operand: Value, siblings: Doc): NodeTest {
    const { strings } = this;
    switch (name) {
      case "$eq":
        return onValue(predicates.equalTest(operand, strings));
      case "$ne":
        if (operand instanceof BSONRegExp) throw badValue("Can't have regex as arg to $ne.");
        return not(onValue(predicates.equalTest(operand, strings)));
      case "$gt":
      case "$gte":
      case "$lt":
      case "$lte":
        return onValue(predicates.rangeTest(name, operand, strings));
      case "$in":
        return onValue(predicates.inTest(operand, name, strings, this.env.strings === undefined));
      case "$nin":
        return not(onValue(predicates.inTest(operand, name, strings, this.env.strings === undefined)));
      case "$not":
        return this.not(operand);
      case "$exists": {
        const wanted = predicates.truthy(operand);
        const test = onLeaf(() => (value) => value !== undefined);
        return wanted ? test : not(test);
      }
      case "$type":
        return onValue(predicates.typeTest(operand));
      case "$mod":
        return onValue(predicates.modTest(operand));
      case "$regex":
        return onValue(predicates.regexTest(regexOf(operand, siblings["$options"])));
      case "$size": {
        const size = predicates.sizeOf(operand);
        return onLeaf(() => (value) => isArray(value) && value.length === size);
      }
      case "$elemMatch":
        return this.elemMatch(operand);
      case "$all":
        return this.all(operand);
      case "$bitsAllSet":
      case "$bitsAllClear":
      case "$bitsAnySet":
      case "$bitsAnyClear":
        return onValue(predicates.bitsTest(name, operand));
      default:
        throw refuse(name);
    }
  }

  private not(operand: Value): NodeTest {
    if (operand instanceof BSONRegExp) return not(this.field(operand));
    if (!isDoc(operand)) throw badValue("$not needs a regex or a document");
    if (Object.keys(operand).length === 0) throw badValue("$not cannot be empty");
    if (!isOperatorDoc(operand)) throw badValue(`unknown operator: ${Object.keys(operand)[0]}`);
    return not(this.field(operand));
  }

  private elemMatch(operand: Value): NodeTest {
    if (!isDoc(operand)) throw badValue("$elemMatch needs an Object");
    const first = Object.keys(operand)[0];
    const onValues =
      first !== undefined && first.startsWith("$") && !TOP_OPERATORS.includes(first) && !REFERENCE.has(first);
    let test: (value: Value) => boolean;
    if (onValues) {
      const inner = this.field(operand);
      // Inside $elemMatch an element that is itself an array is compared as a whole and by its elements.
      test = (value) => inner(value, [], 0);
    } else {
      const inner = this.filter(operand, true);
      test = (value) => (isDoc(value) ? inner(value) : isArray(value) && inner(asDoc(value)));
    }
    return onLeaf((capture) => (value) => {
      if (!isArray(value)) return false;
      const index = value.findIndex(test);
      if (index >= 0 && capture !== undefined) capture.index = index;
      return index >= 0;
    });
  }

  private all(operand: Value): NodeTest {
    if (!isArray(operand)) throw badValue("$all needs an array");
    if (operand.length === 0) return always(false);
    const elements = operand.filter((item) => isDoc(item) && Object.keys(item)[0] === "$elemMatch");
    if (elements.length > 0 && elements.length < operand.length) throw badValue("no $ expressions in $all");
    return all(
      operand.map((item) => {
        if (isOperatorDoc(item)) {
          if (!("$elemMatch" in item)) throw badValue("no $ expressions in $all");
          return this.elemMatch(item["$elemMatch"]);
        }
        if (item instanceof BSONRegExp) return onValue(predicates.regexTest(item));
        return onValue(predicates.equalTest(item, this.strings));
      }),
    );
  }
}

const asDoc = (array: Value[]): Doc => Object.assign(new Doc(), array);

const regexOf = (operand: Value, options: Value): BSONRegExp => {
  if (options !== undefined && typeof options !== "string") throw badValue("$options has to be a string");
  if (operand instanceof BSONRegExp) {
    if (options !== undefined && operand.options !== "")
      throw new MongoError(51075, "options set in both $regex and $options");
    return new BSONRegExp(operand.pattern, options ?? operand.options);
  }
  if (typeof operand !== "string") throw badValue("$regex has to be a string");
  if (operand.includes("\0")) throw badValue("Regular expression cannot contain an embedded null byte");
  for (const flag of options ?? "")
    if (!"imsxu".includes(flag)) throw new MongoError(51108, `invalid flag in regex options: ${flag}`);
  return new BSONRegExp(operand, options ?? "");
};

/** Compiles a filter document; throws MongoDB's error for anything it does not carry out. */
export const compileFilter = (filter: Doc, env: MatchEnv = {}): Matcher => new Compiler(env).filter(filter);

/** Compiles the condition of `$pull`, which applies to array elements instead of documents. */
export const compileElement = (condition: Value, env: MatchEnv = {}): ((value: Value) => boolean) => {
  const test = new Compiler(env).field(condition);
  return (value) => test(value, [], 0);
};
