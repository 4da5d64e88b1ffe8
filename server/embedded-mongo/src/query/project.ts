import { Doc, isArray, isDoc, isNumeric } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue } from "../errors.ts";
import { toNumber, wholeNumber } from "../values/numbers.ts";
import { checkFieldPath } from "./field-path.ts";
import { compileFilter } from "./match.ts";
import type { MatchEnv, Matcher } from "./match.ts";

/** Evaluates an aggregation expression for a document. */
export type Computed = (document: Doc) => Value;

interface Node {
  children: Map<string, Node>;
  /** Set on leaves only. */
  leaf?: "keep" | "compute" | undefined;
  compute?: Computed;
  /** `$slice`, `$elemMatch` and positional `$`, which reshape the array found at this place. */
  reshape?: (value: Value) => Value;
}

export interface ProjectionOptions {
  /** Find projections know `$slice`, `$elemMatch` and positional `$`; `$project` does not. */
  find: boolean;
  expression: (expression: Value) => Computed;
  env: MatchEnv;
  filter?: Doc;
}

export type Projection = (document: Doc) => Doc;

const newNode = (): Node => ({ children: new Map() });

/** Tells `{$slice: …}` and friends, computed fields, nested specifications and plain flags apart. */
class Parser {
  readonly root = newNode();
  readonly exceptions = newNode();
  private readonly claims = newNode();
  mode: "include" | "exclude" | undefined;
  idKept: boolean | undefined;
  hasComputed = false;
  private positional: ((document: Doc) => number | undefined) | undefined;
  private readonly options: ProjectionOptions;

  constructor(options: ProjectionOptions) {
    this.options = options;
  }

  parse(spec: Doc): void {
    for (const [key, value] of Object.entries(spec)) this.entry(key, value, []);
  }

  private entry(key: string, value: Value, prefix: string[]): void {
    if (this.options.find && key.endsWith(".$")) {
      this.addPositional([...prefix, ...checkFieldPath(key.slice(0, -2))], value);
      return;
    }
    if (this.options.find && key.split(".").slice(1).includes("$"))
      throw new MongoError(31394, "it is illegal to specify the positional operator in the middle of a path");
    const parts = [...prefix, ...checkFieldPath(key)];
    if (typeof value === "boolean" || isNumeric(value)) {
      this.flag(parts, typeof value === "boolean" ? value : toNumber(value) !== 0);
      return;
    }
    if (isDoc(value)) {
      const first = Object.keys(value)[0];
      if (first === undefined)
        throw new MongoError(51270, "An empty sub-projection is not a valid value. Found empty object at path");
      if (!first.startsWith("$")) {
        for (const [inner, innerValue] of Object.entries(value)) this.entry(inner, innerValue, parts);
        return;
      }
      if (Object.keys(value).length > 1)
        throw new MongoError(
          15983,
          `an expression specification must contain exactly one field, the name of the expression. Found ${Object.keys(value).length} fields`,
        );
      if (this.options.find && first === "$slice" && this.slice(parts, value[first])) return;
      if (this.options.find && first === "$elemMatch") {
        this.elemMatch(parts, value[first]);
        return;
      }
      if (first === "$meta")
        throw new MongoError("NotImplemented", "$meta projections are not supported by the embedded database");
    }
    if (this.mode === "exclude")
      throw new MongoError(31252, `Cannot use an expression in an exclusion projection: ${parts.join(".")}`);
    this.hasComputed = true;
    this.setMode("include", parts.join("."));
    this.leaf(this.root, parts, { leaf: "compute", compute: this.options.expression(value) });
  }

  private setMode(mode: "include" | "exclude", path: string): void {
    if (this.mode === undefined) this.mode = mode;
    else if (this.mode !== mode)
      throw mode === "exclude"
        ? new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`)
        : new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
  }

  private flag(parts: string[], on: boolean): void {
    if (parts.length === 1 && parts[0] === "_id") {
      this.idKept = on;
      return;
    }
    this.setMode(on ? "include" : "exclude", parts.join("."));
    this.leaf(this.root, parts, { leaf: "keep" });
  }

  private leaf(root: Node, parts: string[], fields: Partial<Node>): void {
    // No path may be named twice, also where two trees are kept.
    if (root !== this.claims) this.leaf(this.claims, parts, { leaf: "keep" });
    let node = root;
    for (const part of parts) {
      if (node.leaf !== undefined) throw new MongoError(31249, `Path collision at ${parts.join(".")}`);
      let next = node.children.get(part);
      if (next === undefined) node.children.set(part, (next = newNode()));
      node = next;
    }
    if (node.leaf !== undefined || node.children.size > 0)
      throw new MongoError(31250, `Path collision at ${parts.join(".")}`);
    Object.assign(node, fields);
  }

  /** `$slice` alone keeps all other fields; among inclusions it includes its own. Applied last, to the result. */
  private slice(parts: string[], operand: Value): boolean {
    const list = isArray(operand) ? operand : [operand];
    const numbers = list.map((item) => (isNumeric(item) ? wholeNumber(item) : undefined));
    if (list.length === 0 || list.length > 2 || numbers.includes(undefined)) return false;
    const [first = 0, second] = numbers;
    if (second !== undefined && second <= 0)
      throw new MongoError(28724, "First argument to $slice must be an array, but is of type: int");
    this.leaf(this.exceptions, parts, {
      leaf: "keep",
      reshape: (value) => {
        if (!isArray(value)) return value;
        if (second === undefined) return first >= 0 ? value.slice(0, first) : value.slice(first);
        const start = first >= 0 ? first : Math.max(0, value.length + first);
        return value.slice(start, start + second);
      },
    });
    return true;
  }

  private elemMatch(parts: string[], operand: Value): void {
    if (!isDoc(operand)) throw badValue("elemMatch: Invalid argument, object required");
    if (parts.length > 1) throw new MongoError(31275, "Cannot use $elemMatch projection on a nested field.");
    this.setMode("include", parts.join("."));
    const clause = new Doc();
    clause["v"] = new Doc();
    clause["v"]["$elemMatch"] = operand;
    const match = compileFilter(clause, this.options.env);
    this.leaf(this.root, parts, {
      leaf: "keep",
      reshape: (value) => {
        if (!isArray(value)) return undefined;
        const probe = new Doc();
        const found = value.find((item) => {
          probe["v"] = [item];
          return match(probe);
        });
        return found === undefined ? undefined : [found];
      },
    });
  }

  private addPositional(parts: string[], value: Value): void {
    const { filter, env } = this.options;
    if (!(value === true || (isNumeric(value) && toNumber(value) !== 0)))
      throw new MongoError(31395, "positional projection cannot be used with exclusion or an expression");
    if (filter === undefined || this.positional !== undefined)
      throw new MongoError(31276, "Cannot specify more than one positional projection per query.");
    this.setMode("include", parts.join("."));
    const match: Matcher = compileFilter(filter, env);
    this.positional = (document) => {
      const capture: { index?: number } = {};
      match(document, capture);
      return capture.index;
    };
    this.leaf(this.root, parts, {
      leaf: "keep",
      reshape: (value) => {
        if (!isArray(value)) return value;
        if (this.position === undefined)
          throw new MongoError(
            51246,
            "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
          );
        return value[this.position] === undefined ? [] : [value[this.position]];
      },
    });
  }

  private position: number | undefined;

  build(): Projection {
    const mode = this.mode ?? (this.idKept === true ? "include" : "exclude");
    const { root, exceptions } = this;
    if (mode === "include" && !root.children.has("_id") && this.idKept !== false)
      root.children.set("_id", { ...newNode(), leaf: "keep" });
    if (mode === "exclude" && this.idKept === false) root.children.set("_id", { ...newNode(), leaf: "keep" });
    if (mode === "include") mergeKept(exceptions, root);
    return (document) => {
      this.position = this.positional?.(document);
      let out = mode === "include" ? include(document, root) : exclude(document, root);
      if (this.hasComputed) out = compute(out, root, document);
      return exceptions.children.size > 0 ? reshape(out, exceptions) : out;
    };
  }
}

/** A field that is only sliced still belongs to an inclusion. */
const mergeKept = (from: Node, into: Node): void => {
  for (const [key, node] of from.children) {
    const present = into.children.get(key);
    if (present === undefined) into.children.set(key, node.leaf === undefined ? node : { ...newNode(), leaf: "keep" });
    else if (present.leaf === undefined) mergeKept(node, present);
  }
};

const include = (document: Doc, node: Node): Doc => {
  const out = new Doc();
  for (const key in document) {
    const child = node.children.get(key);
    if (child === undefined || child.leaf === "compute") continue;
    const value = document[key];
    const kept = child.leaf === "keep" ? (child.reshape ? child.reshape(value) : value) : includeValue(value, child);
    if (kept !== undefined) out[key] = kept;
  }
  return out;
};

const includeValue = (value: Value, node: Node): Value => {
  if (isDoc(value)) return include(value, node);
  if (isArray(value)) return value.map((item) => includeValue(item, node)).filter((item) => item !== undefined);
  return undefined;
};

const exclude = (document: Doc, node: Node): Doc => {
  const out = new Doc();
  for (const key in document) {
    const child = node.children.get(key);
    if (child === undefined) out[key] = document[key];
    else if (child.leaf === undefined) out[key] = excludeValue(document[key], child);
  }
  return out;
};

const excludeValue = (value: Value, node: Node): Value => {
  if (isDoc(value)) return exclude(value, node);
  return isArray(value) ? value.map((item) => excludeValue(item, node)) : value;
};

/** Adds computed fields, inside arrays too, each evaluated against the whole input document. */
const compute = (target: Doc, node: Node, document: Doc): Doc => {
  const out = Object.assign(new Doc(), target);
  for (const [key, child] of node.children) {
    if (child.compute !== undefined) {
      const value = child.compute(document);
      if (value === undefined) delete out[key];
      else out[key] = value;
    } else if (child.leaf === undefined && hasCompute(child)) out[key] = computeValue(out[key], child, document);
  }
  return out;
};

const hasCompute = (node: Node): boolean => node.compute !== undefined || [...node.children.values()].some(hasCompute);

const computeValue = (value: Value, node: Node, document: Doc): Value => {
  if (isArray(value)) return value.map((item) => computeValue(item, node, document));
  return compute(isDoc(value) ? value : new Doc(), node, document);
};

const reshape = (document: Doc, node: Node): Doc => {
  const out = Object.assign(new Doc(), document);
  for (const [key, child] of node.children) {
    if (!(key in out)) continue;
    out[key] = child.reshape === undefined ? reshapeValue(out[key], child) : child.reshape(out[key]);
  }
  return out;
};

const reshapeValue = (value: Value, node: Node): Value => {
  if (isDoc(value)) return reshape(value, node);
  return isArray(value) ? value.map((item) => reshapeValue(item, node)) : value;
};

export const compileProjection = (spec: Doc, options: ProjectionOptions): Projection | undefined => {
  if (Object.keys(spec).length === 0) return undefined;
  const parser = new Parser(options);
  parser.parse(spec);
  return parser.build();
};

/** `$addFields`: a specification of computed fields only, nested documents merged field by field. */
export const compileAddFields = (spec: Doc, expression: (expression: Value) => Computed): Projection => {
  const root = newNode();
  if (Object.keys(spec).length === 0)
    throw new MongoError(40177, "Invalid specification :: caused by :: it must have at least one field");
  const add = (node: Node, parts: string[], value: Value): void => {
    const [part = "", ...rest] = parts;
    let child = node.children.get(part);
    const clash = new MongoError(40176, `specification contains two conflicting paths at '${part}'`);
    if (child?.compute !== undefined) throw clash;
    const isNew = child === undefined;
    if (child === undefined) node.children.set(part, (child = newNode()));
    if (rest.length > 0) add(child, rest, value);
    else if (!isNew) throw clash;
    else if (isDoc(value) && !Object.keys(value)[0]?.startsWith("$")) {
      if (Object.keys(value).length === 0)
        throw new MongoError(40180, `an empty object is not a valid value. Found empty object at path '${part}'`);
      for (const [key, inner] of Object.entries(value)) {
        if (key.includes(".")) throw new MongoError(40183, `cannot use dotted field name '${key}' in a sub object`);
        add(child, checkFieldPath(key), inner);
      }
    } else child.compute = expression(value);
  };
  for (const [key, value] of Object.entries(spec)) add(root, checkFieldPath(key), value);
  return (document) => compute(document, root, document);
};
