import { BSONRegExp, Doc, ObjectId, isArray, isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue, failedToParse } from "../errors.ts";
import { isOperatorDoc } from "../query/operator-doc.ts";
import type { MatchEnv } from "../query/match.ts";
import { isIndex } from "../query/paths.ts";
import { ArrayPaths, isPositional } from "./arrays.ts";
import { checkId, withId } from "./id.ts";
import { OPERATORS } from "./operators.ts";
import type { UpdateContext } from "./operators.ts";
import { Target, clone, cloneDoc } from "./paths.ts";

export interface UpdateOptions {
  env: MatchEnv;
  now: Date;
  arrayFilters?: Value;
  /** Carries out an aggregation pipeline on one document. */
  pipeline: (stages: Value[]) => (document: Doc) => Doc;
}

export interface Update {
  kind: "operators" | "replacement" | "pipeline";
  /** Gives the new document; never changes its argument. `position` is what `$` stands for. */
  apply: (document: Doc, position?: number) => Doc;
  /** Builds the document an upsert inserts. */
  insert: (filter: Doc) => Doc;
}

interface Step {
  parts: string[];
  /** False where a field is only taken away. */
  sets: boolean;
  run: (document: Doc, target: Target) => void;
}

/** Operators run in the order of their paths, numbers by value: what decides the order of new fields. */
const comparePaths = (a: readonly string[], b: readonly string[]): number => {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [x, y] = [a[at]!, b[at]!];
    if (x === y) continue;
    if (isIndex(x) && isIndex(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
};

const checkConflicts = (paths: string[][]): void => {
  const sorted = paths.toSorted((a, b) => a.length - b.length);
  const seen = new Set<string>();
  for (const parts of sorted) {
    for (let size = 1; size <= parts.length; size++) {
      const prefix = parts.slice(0, size).join(".");
      if (seen.has(prefix))
        throw new MongoError(
          "ConflictingUpdateOperators",
          `Updating the path '${parts.join(".")}' would create a conflict at '${prefix}'`,
        );
    }
    seen.add(parts.join("."));
  }
};

const rename = (from: string, to: Value, arrays: ArrayPaths): Step[] => {
  if (typeof to !== "string") throw badValue(`The 'to' field for $rename must be a string: ${from}`);
  const source = pathOf(from, arrays);
  const target = pathOf(to, arrays);
  if ([...source, ...target].some(isPositional))
    throw badValue(`The source and destination fields for $rename may not be dynamic: ${from}`);
  const [shorter, longer] = source.length <= target.length ? [source, target] : [target, source];
  if (shorter.every((part, at) => part === longer[at]))
    throw badValue(`The source and target field for $rename must not be on the same path: $rename: "${from}": "${to}"`);
  const throughArray = (document: Doc, parts: string[]) =>
    parts.some((_, at) => at > 0 && isArray(new Target(document, parts.slice(0, at)).get()));
  return [
    {
      parts: target,
      sets: true,
      run: (document) => {
        const old = new Target(document, source);
        old.checkViable();
        if (throughArray(document, source)) throw badValue(`The source field cannot be an array element, '${from}'`);
        if (throughArray(document, target)) throw badValue(`The destination field cannot be an array element, '${to}'`);
        const value = old.get();
        if (value === undefined) return;
        old.unset();
        new Target(document, target).set(value);
      },
    },
    // Only listed so that another operator on the source counts as a conflict.
    { parts: source, sets: false, run: () => undefined },
  ];
};

const pathOf = (path: string, arrays: ArrayPaths): string[] => {
  const parts = path.split(".");
  if (parts.includes(""))
    throw new MongoError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  arrays.check(parts);
  return parts;
};

/** An insert may have such names at the top of a document, an update may not give them to one. */
const dollarAtTop = (parts: readonly string[]) =>
  new MongoError(
    "DollarPrefixedFieldName",
    `The dollar ($) prefixed field '${parts[0]}' in '${parts.join(".")}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
  );

const compileSteps = (update: Doc, context: UpdateContext, arrays: ArrayPaths): Step[] => {
  const steps: Step[] = [];
  for (const [name, fields] of Object.entries(update)) {
    const operator = OPERATORS[name];
    if (operator === undefined && name !== "$rename")
      throw failedToParse(
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDoc(fields))
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}}`,
      );
    for (const [path, operand] of Object.entries(fields)) {
      if (operator === undefined) {
        steps.push(...rename(path, operand, arrays));
        continue;
      }
      const change = operator(operand, context);
      steps.push({ parts: pathOf(path, arrays), sets: name !== "$unset", run: (_, target) => change(target) });
    }
  }
  arrays.finish();
  checkConflicts(steps.map((step) => step.parts));
  return steps.toSorted((a, b) => comparePaths(a.parts, b.parts));
};

const twice = (path: string, other: string) =>
  new MongoError(
    54,
    path === other
      ? `cannot infer query fields to set, path '${path}' is matched twice`
      : `cannot infer query fields to set, both paths '${path}' and '${other}' are matched`,
  );

/** Equalities a filter fixes, by their paths; of two on one path neither can be chosen. */
const equalities = (filter: Doc, wanted: (root: string) => boolean, found = new Map<string, Value>()) => {
  for (const [key, value] of Object.entries(filter)) {
    if ((key === "$and" || (key === "$or" && isArray(value) && value.length === 1)) && isArray(value)) {
      for (const clause of value) if (isDoc(clause)) equalities(clause, wanted, found);
    } else if (!key.startsWith("$") && wanted(key.split(".")[0]!)) {
      // An upsert by a part of `_id` would leave the other parts to chance.
      if (key.startsWith("_id."))
        throw new MongoError(
          "NotExactValueField",
          `field at '_id' must be exactly specified, field at sub-path '${key}' found`,
        );
      let fixed = value;
      if (isOperatorDoc(value)) {
        const all = value["$all"];
        if ("$eq" in value) fixed = value["$eq"];
        else if (isArray(all) && all.length === 1 && !isOperatorDoc(all[0])) fixed = all[0];
        else continue;
      }
      if (fixed instanceof BSONRegExp) continue;
      const conflict = [...found.keys()].find(
        (other) => other === key || other.startsWith(`${key}.`) || key.startsWith(`${other}.`),
      );
      if (conflict !== undefined) throw twice(key, conflict);
      found.set(key, fixed);
    }
  }
  return found;
};

/** Equalities of an upsert's filter become fields of the new document. */
const seed = (filter: Doc): Doc => {
  const into = new Doc();
  for (const [path, value] of equalities(filter, () => true)) new Target(into, path.split(".")).set(clone(value));
  return into;
};

const newId = (document: Doc): Doc =>
  document["_id"] === undefined ? withId(document, new ObjectId()) : withId(document, document["_id"]);

const operators = (update: Doc, options: UpdateOptions): Update => {
  const context: UpdateContext = { env: options.env, now: options.now, inserting: false };
  const arrays = new ArrayPaths(options.arrayFilters, options.env);
  const steps = compileSteps(update, context, arrays);
  const dollar = steps.find((step) => step.sets && step.parts[0]?.startsWith("$"));
  const change = (before: Doc, position: number | undefined): Doc => {
    if (dollar !== undefined && !context.inserting) throw dollarAtTop(dollar.parts);
    const after = cloneDoc(before);
    for (const step of steps) {
      for (const parts of arrays.expand(after, step.parts, position)) step.run(after, new Target(after, parts));
    }
    return checkId(before, after);
  };
  return {
    kind: "operators",
    apply: change,
    insert: (filter) => {
      context.inserting = true;
      try {
        return newId(change(seed(filter), undefined));
      } finally {
        context.inserting = false;
      }
    },
  };
};

const idOf = (filter: Doc): Value => equalities(filter, (root) => root === "_id").get("_id");

export const compileUpdate = (update: Value, options: UpdateOptions): Update => {
  if (isArray(update)) {
    if (options.arrayFilters !== undefined) throw failedToParse("Cannot specify arrayFilters and a pipeline update");
    const run = options.pipeline(update);
    return {
      kind: "pipeline",
      apply: (document) => {
        const after = run(document);
        return checkId(document, withId(after, after["_id"] ?? document["_id"]));
      },
      insert: (filter) => newId(run(seed(filter))),
    };
  }
  if (!isDoc(update)) throw failedToParse("Update argument must be either an object or an array");
  if (Object.keys(update)[0]?.startsWith("$")) return operators(update, options);
  const bad = Object.keys(update).find((key) => key.startsWith("$"));
  if (bad !== undefined)
    throw new MongoError(
      "DollarPrefixedFieldName",
      `The dollar ($) prefixed field '${bad}' in '${bad}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  if (options.arrayFilters !== undefined) throw failedToParse("Cannot specify arrayFilters and a replacement document");
  return {
    kind: "replacement",
    apply: (document) => checkId(document, withId(update, update["_id"] ?? document["_id"])),
    insert: (filter) => newId(withId(update, update["_id"] ?? idOf(filter))),
  };
};
