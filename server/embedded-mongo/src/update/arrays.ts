import { Doc, isArray, isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { badValue, failedToParse, typeMismatch } from "../errors.ts";
import { compileFilter } from "../query/match.ts";
import type { MatchEnv } from "../query/match.ts";
import { getPath } from "../query/paths.ts";

type ElementTest = (element: Value) => boolean;

/** The name a filter such as `{"item.price": 5}` or `{$or: [{item: 1}, {item: 2}]}` is about. */
const identifierOf = (filter: Doc): string => {
  const names = new Set<string>();
  for (const [key, value] of Object.entries(filter)) {
    if (key.startsWith("$") && isArray(value))
      for (const clause of value) names.add(isDoc(clause) ? identifierOf(clause) : "");
    else names.add(key.split(".")[0]!);
  }
  const [name] = names;
  if (name === undefined)
    throw failedToParse("Cannot use an expression without a top-level field name in arrayFilters");
  if (names.size > 1)
    throw failedToParse(
      `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${[...names].join("' and '")}'`,
    );
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
    throw badValue(
      `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  return name;
};

/** `$[name]`, not `$[]`. */
const isFiltered = (part: string): boolean => part.startsWith("$[") && part.endsWith("]") && part.length > 3;

/** Any other name that begins with a dollar is the name of a field. */
export const isPositional = (part: string): boolean => part === "$" || part === "$[]" || isFiltered(part);

/** Turns `$`, `$[]` and `$[name]` into concrete indexes of one document. */
export class ArrayPaths {
  private readonly filters = new Map<string, ElementTest>();
  private readonly unused = new Set<string>();

  constructor(filters: Value, env: MatchEnv) {
    if (filters === undefined) return;
    if (!isArray(filters)) throw typeMismatch("arrayFilters must be an array");
    for (const filter of filters) {
      if (!isDoc(filter)) throw typeMismatch("each array filter must be a document");
      const match = compileFilter(filter, { strings: env.strings });
      const name = identifierOf(filter);
      if (this.filters.has(name))
        throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
      this.filters.set(name, (element) => {
        const probe = new Doc();
        probe[name] = element;
        return match(probe);
      });
      this.unused.add(name);
    }
  }

  /** Checks a path of the update when it is parsed. */
  check(parts: readonly string[]): void {
    const path = parts.join(".");
    if (parts[0] !== undefined && isPositional(parts[0]))
      throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
    if (parts.filter((part) => part === "$").length > 1)
      throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
    for (const part of parts) {
      if (!isFiltered(part)) continue;
      const name = part.slice(2, -1);
      if (!this.filters.has(name)) throw badValue(`No array filter found for identifier '${name}' in path '${path}'`);
      this.unused.delete(name);
    }
  }

  finish(): void {
    const [name] = this.unused;
    if (name !== undefined)
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update { $set: ... }`);
  }

  expand(document: Doc, parts: readonly string[], position: number | undefined): string[][] {
    const at = parts.findIndex(isPositional);
    if (at < 0) return [[...parts]];
    const before = parts.slice(0, at);
    const rest = parts.slice(at + 1);
    const part = parts[at]!;
    if (part === "$") {
      if (position === undefined)
        throw badValue("The positional operator did not find the match needed from the query.");
      return this.expand(document, [...before, String(position), ...rest], position);
    }
    const array = getPath(document, before);
    if (array === undefined)
      throw badValue(`The path '${before.join(".")}' must exist in the document in order to apply array updates.`);
    if (!isArray(array)) throw badValue(`Cannot apply array updates to non-array element ${before.join(".")}`);
    const test = part === "$[]" ? () => true : this.filters.get(part.slice(2, -1))!;
    return array.flatMap((element, index) =>
      test(element) ? this.expand(document, [...before, String(index), ...rest], position) : [],
    );
  }
}
