import { RE2JS } from "re2js";
import { BSONRegExp } from "../bson/types.ts";
import { MongoError, badValue } from "../errors.ts";
import { translate, unextend } from "./regex-syntax.ts";

/** PCRE's own limit on a pattern's length. */
const MAX_PATTERN = 32_764;
/** Steps a match may take, as pattern size times text length: some seconds in the slowest of the engine's ways. */
const MAX_STEPS = 100_000_000;
const MAX_KEPT = 64;

/** Where a pattern was found; offsets are JavaScript's, in UTF-16 units. */
export interface Found {
  match: string;
  index: number;
  end: number;
  captures: (string | null)[];
}

/**
 * A regular expression that runs in time linear in its text (RE2), whatever pattern a client sends: nothing can stop a
 * match that backtracks. What only backtracking gives (references back, look-around, atomic groups) is refused.
 */
export class Pattern {
  private readonly tested: RE2JS;
  private readonly size: number;
  /** The form that tells where it was found, made when it is first wanted, with the numbers of its own groups. */
  private placed: { re: RE2JS; ends: ReadonlySet<number> } | undefined;
  private readonly source: string;
  private readonly flags: number;

  constructor(source: string, flags: number) {
    this.source = source;
    this.flags = flags;
    this.tested = this.compile(translate(source, (flags & RE2JS.MULTILINE) !== 0, false).pattern);
    this.size = this.tested.programSize();
  }

  private compile(pattern: string): RE2JS {
    try {
      return RE2JS.compile(pattern, this.flags);
    } catch (error) {
      throw invalid(this.source, error instanceof Error ? error.message : "syntax error");
    }
  }

  private checkCost(text: string): void {
    if (this.size * text.length > MAX_STEPS)
      throw new MongoError(51156, "Regular expression is too costly for a text of this length");
  }

  test(text: string): boolean {
    this.checkCost(text);
    return this.tested.test(text);
  }

  /** The first place at or after `from`. */
  find(text: string, from = 0): Found | null {
    this.checkCost(text);
    if (this.placed === undefined) {
      const { pattern, ends } = translate(this.source, (this.flags & RE2JS.MULTILINE) !== 0, true);
      this.placed = { re: this.compile(pattern), ends };
    }
    const { re, ends } = this.placed;
    const matcher = re.matcher(text);
    if (!matcher.find(from)) return null;
    const captures: (string | null)[] = [];
    let end = matcher.end();
    for (let group = 1; group <= matcher.groupCount(); group++) {
      const start = matcher.start(group);
      if (!ends.has(group)) captures.push(start < 0 ? null : text.slice(start, matcher.end(group)));
      // A `$` took the newline it looked at; the match ends before that.
      else if (start >= 0) end = Math.min(end, start);
    }
    return { match: text.slice(matcher.start(), end), index: matcher.start(), end, captures };
  }

  /** All places, none inside another. */
  *findAll(text: string): Generator<Found> {
    for (let from = 0; from <= text.length;) {
      const found = this.find(text, from);
      if (found === null) return;
      yield found;
      from = found.end > found.index ? found.end : found.end + 1;
    }
  }
}

export const invalid = (source: string, why: string): MongoError =>
  new MongoError(51091, `Regular expression is invalid: ${why}: ${source}`);

const FLAGS: Readonly<Record<string, number>> = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };

const kept = new Map<string, Pattern>();

export const compileRegex = (source: string, options: string): Pattern => {
  const key = `${options}/${source}`;
  const before = kept.get(key);
  if (before !== undefined) return before;
  if (source.includes("\0")) throw badValue("Regular expression cannot contain an embedded null byte");
  if (Buffer.byteLength(source) > MAX_PATTERN) throw invalid(source.slice(0, 100), "pattern string is too long");
  let flags = 0;
  let pattern = source;
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  if (inline !== null) pattern = pattern.slice(inline[0].length);
  for (const flag of new Set(options + (inline?.[1] ?? ""))) {
    if (flag === "x") pattern = unextend(pattern);
    else if (flag in FLAGS) flags |= FLAGS[flag]!;
    else if (flag !== "u") throw new MongoError(51108, `invalid flag in regex options: ${flag}`);
  }
  const compiled = new Pattern(pattern, flags);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, compiled);
  return compiled;
};

const cache = new WeakMap<BSONRegExp, Pattern>();

export const toPattern = (regex: BSONRegExp): Pattern => {
  let compiled = cache.get(regex);
  if (compiled === undefined) {
    compiled = compileRegex(regex.pattern, regex.options);
    cache.set(regex, compiled);
  }
  return compiled;
};
