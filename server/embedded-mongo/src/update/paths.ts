import { Doc, isArray, isDoc, label } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { isIndex } from "../query/paths.ts";

/** MongoDB refuses longer padding of an array by `$set: {"a.1500001": …}`. */
const MAX_PADDING = 1_500_000;

const notViable = (part: string, parent: string, value: Value) =>
  new MongoError("PathNotViable", `Cannot create field '${part}' in element {${parent}: ${label(value)}}`);

/** A concrete place in a document: where update operators read and write. */
export class Target {
  readonly parts: readonly string[];
  private readonly root: Doc;

  constructor(root: Doc, parts: readonly string[]) {
    this.root = root;
    this.parts = parts;
  }

  get path(): string {
    return this.parts.join(".");
  }

  get(): Value {
    let current: Value = this.root;
    for (const part of this.parts) {
      if (isDoc(current)) current = current[part];
      else if (isArray(current) && isIndex(part)) current = current[Number(part)];
      else return undefined;
    }
    return current;
  }

  /** Refuses a path that leads through what can have no such field. */
  checkViable(): void {
    let current: Value = this.root;
    for (const [at, part] of this.parts.entries()) {
      if (current === undefined) return;
      if (isDoc(current)) current = current[part];
      else if (isArray(current) && isIndex(part)) current = current[Number(part)];
      else throw notViable(part, this.parts[at - 1] ?? "", current);
    }
  }

  /** Creates missing documents on the way; refuses to go through a scalar or a name inside an array. */
  set(value: Value): void {
    let current: Value = this.root;
    for (let at = 0; at < this.parts.length; at++) {
      const part = this.parts[at]!;
      const last = at === this.parts.length - 1;
      if (isDoc(current)) {
        if (last) current[part] = value;
        else current = current[part] === undefined ? (current[part] = new Doc()) : current[part];
      } else if (isArray(current)) {
        if (!isIndex(part)) throw notViable(part, this.parts[at - 1] ?? "", current);
        const index = Number(part);
        if (index - current.length > MAX_PADDING)
          throw new MongoError("CannotCreateIndex", "can't backfill more than 1500000 elements");
        while (current.length < index) current.push(null);
        if (last) current[index] = value;
        else {
          if (index === current.length) current.push(new Doc());
          current = current[index];
        }
      } else throw notViable(part, this.parts[at - 1] ?? "", current);
    }
  }

  /** Removes a field; an array element becomes null, as `$unset` documents it. */
  unset(): void {
    const parent = new Target(this.root, this.parts.slice(0, -1)).get();
    const part = this.parts.at(-1)!;
    if (isDoc(parent)) delete parent[part];
    else if (isArray(parent) && isIndex(part) && Number(part) < parent.length) parent[Number(part)] = null;
  }
}

/** Copies containers; leaf values are immutable by convention and shared. */
export const clone = (value: Value): Value => {
  if (isDoc(value)) return cloneDoc(value);
  return isArray(value) ? value.map(clone) : value;
};

export const cloneDoc = (document: Doc): Doc => {
  const out = new Doc();
  for (const key in document) out[key] = clone(document[key]);
  return out;
};
