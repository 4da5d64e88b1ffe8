import { BSONRegExp } from "../bson/types.ts";
import { MongoError, badValue } from "../errors.ts";

const invalid = (source: string, why: string) =>
  new MongoError(51091, `Regular expression is invalid: ${why}: ${source}`);

/** Removes what the `x` option lets a pattern carry: white space and comments outside classes. */
const unextend = (source: string): string => {
  let out = "";
  let inClass = false;
  for (let index = 0; index < source.length; index++) {
    const char = source[index]!;
    if (char === "\\") {
      out += char + (source[++index] ?? "");
      continue;
    }
    if (char === "[") inClass = true;
    if (char === "]") inClass = false;
    if (!inClass && /\s/.test(char)) continue;
    if (!inClass && char === "#") {
      while (index < source.length && source[index] !== "\n") index++;
      continue;
    }
    out += char;
  }
  return out;
};

/** Rewrites the escapes that PCRE allows and JavaScript's unicode mode does not, refuses those without a counterpart. */
const translate = (source: string): string => {
  let out = "";
  let inClass = false;
  for (let index = 0; index < source.length; index++) {
    const char = source[index]!;
    if (char !== "\\") {
      if (char === "[" && inClass && source[index + 1] === ":")
        throw invalid(source, "POSIX classes are not supported");
      if (char === "[" && !inClass) inClass = true;
      else if (char === "]") inClass = false;
      out += char;
      continue;
    }
    const next = source[++index];
    if (next === undefined) throw invalid(source, "\\ at end of pattern");
    if (/[\^$\\.*+?()[\]{}|/]/.test(next) || (next === "-" && inClass)) out += `\\${next}`;
    else if (!/[\dA-Za-z]/.test(next)) out += next;
    else if (next === "A" && !inClass) out += "(?<![\\s\\S])";
    else if (next === "z" && !inClass) out += "(?![\\s\\S])";
    else if (next === "Z" && !inClass) out += "(?=\\n?(?![\\s\\S]))";
    else if (next === "h") out += inClass ? " \\t" : "[ \\t]";
    else if (/[bBdDwWsStnrfv0-9pPxuck]/.test(next)) out += `\\${next}`;
    else throw invalid(source, `unsupported escape \\${next}`);
  }
  return out;
};

export const compileRegex = (source: string, options: string): RegExp => {
  if (source.includes("\0")) throw badValue("Regular expression cannot contain an embedded null byte");
  let flags = "";
  let pattern = source;
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  if (inline !== null) pattern = pattern.slice(inline[0].length);
  for (const flag of new Set(options + (inline?.[1] ?? ""))) {
    if (flag === "x") pattern = unextend(pattern);
    else if (flag === "i" || flag === "m" || flag === "s") flags += flag;
    else if (flag !== "u") throw new MongoError(51108, `invalid flag in regex options: ${flag}`);
  }
  const translated = translate(pattern);
  try {
    return new RegExp(translated, `${flags}u`);
  } catch {
    // Unicode mode refuses a literal brace; PCRE takes it.
    try {
      return new RegExp(translated, flags);
    } catch (error) {
      throw invalid(source, error instanceof Error ? error.message : "syntax error");
    }
  }
};

const cache = new WeakMap<BSONRegExp, RegExp>();

export const toRegExp = (regex: BSONRegExp): RegExp => {
  let compiled = cache.get(regex);
  if (compiled === undefined) {
    compiled = compileRegex(regex.pattern, regex.options);
    cache.set(regex, compiled);
  }
  return compiled;
};
