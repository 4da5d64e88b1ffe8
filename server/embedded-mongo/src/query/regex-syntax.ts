import { MongoError } from "../errors.ts";

/** Removes what the `x` option lets a pattern carry: white space and comments outside classes. */
export const unextend = (source: string): string => {
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

const SPACE = String.raw`\t\n\x0B\f\r `;
const VERTICAL = String.raw`\n\x0B\f\r\x{85}\x{2028}\x{2029}`;

/** Escapes whose meaning differs between PCRE and RE2, outside a class and inside one; null where RE2 has no word for it. */
const ESCAPES: Readonly<Record<string, readonly [string, string | null]>> = {
  s: [`[${SPACE}]`, SPACE],
  S: [`[^${SPACE}]`, null],
  h: [String.raw`[ \t]`, String.raw` \t`],
  v: [`[${VERTICAL}]`, VERTICAL],
  N: [String.raw`[^\n]`, null],
  R: [String.raw`(?:\r\n|[${VERTICAL}])`, null],
  A: [String.raw`\A`, null],
  z: [String.raw`\z`, null],
  b: [String.raw`\b`, String.raw`\x08`],
  B: [String.raw`\B`, null],
  e: [String.raw`\x1B`, String.raw`\x1B`],
};

/**
 * Writes a PCRE pattern as one of RE2. PCRE's `$` also stands before a newline at the very end, which RE2 can only say by
 * taking that newline; with `placed` a group of our own marks where the match ends then. `ends` are the numbers of these groups.
 */
export const translate = (
  source: string,
  multiline: boolean,
  placed: boolean,
): { pattern: string; ends: ReadonlySet<number> } => {
  let out = "";
  let inClass = false;
  let groups = 0;
  const ends = new Set<number>();
  const lastEnd = (): string => {
    if (!placed) return String.raw`(?:\n?\z)`;
    ends.add(++groups);
    return String.raw`(?:()\n?\z)`;
  };
  for (let index = 0; index < source.length; index++) {
    const char = source[index]!;
    if (char !== "\\") {
      if (inClass && char === "[" && source[index + 1] === ":") {
        const close = source.indexOf(":]", index + 2);
        if (close > 0) {
          out += source.slice(index, close + 2);
          index = close + 1;
          continue;
        }
      }
      if (!inClass && char === "[") {
        inClass = true;
        out += char;
        // A bracket that stands first is meant as itself.
        if (source[index + 1] === "^") out += source[++index];
        if (source[index + 1] === "]") {
          out += String.raw`\]`;
          index++;
        }
        continue;
      }
      if (inClass && char === "]") inClass = false;
      if (
        !inClass &&
        char === "(" &&
        (source[index + 1] !== "?" || /^\(\?P?<[^=!]/.test(source.slice(index, index + 5)))
      )
        groups++;
      out += !inClass && char === "$" && !multiline ? lastEnd() : inClass && char === "[" ? String.raw`\[` : char;
      continue;
    }
    const next = source[++index];
    if (next === undefined)
      throw new MongoError(51091, `Regular expression is invalid: \\ at end of pattern: ${source}`);
    const known = Object.hasOwn(ESCAPES, next) ? ESCAPES[next] : undefined;
    if (known !== undefined) {
      const word = known[inClass ? 1 : 0];
      if (word === null || word === undefined)
        throw new MongoError(51091, `Regular expression is invalid: \\${next} in a class is not supported: ${source}`);
      out += word;
    } else if (next === "Z" && !inClass) out += lastEnd();
    else if (next === "c") {
      const letter = source[++index];
      if (letter === undefined || !/[ -~]/.test(letter))
        throw new MongoError(51091, `Regular expression is invalid: \\c at end of pattern: ${source}`);
      out += `\\x{${(letter.toUpperCase().charCodeAt(0) ^ 64).toString(16)}}`;
    } else if (/[\dA-Za-z]/.test(next)) out += `\\${next}`;
    // Anything else stands for itself.
    else out += next.charCodeAt(0) < 128 ? `\\${next}` : next;
  }
  return { pattern: out, ends };
};
