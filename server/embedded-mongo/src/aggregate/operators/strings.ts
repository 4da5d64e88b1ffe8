import { BSONRegExp, Doc, isNumeric } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { compileRegex } from "../../query/regex.ts";
import type { Found, Pattern } from "../../query/regex.ts";
import { compareStrings } from "../../values/compare.ts";
import { toText } from "./conversion.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { binary, call, named, needString, needWhole, nullish, unary } from "./helpers.ts";

/** Strings, numbers and dates turn to text here; null and missing to "". */
const loose = (value: Value, name: string): string => {
  if (nullish(value)) return "";
  if (typeof value === "string") return value;
  if (isNumeric(value) || value instanceof Date) return toText(value);
  throw new MongoError(16007, `can't convert from BSON type to String in ${name}`);
};

/** Only ASCII letters change case, as documented. */
const ascii = (pattern: RegExp, map: (letter: string) => string): ExpressionOperator =>
  unary((value, name) => loose(value, name).replace(pattern, map));
const upper = (text: string) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

const WHITESPACE = "\0 \t\n\v\f\r\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A";

const trim = (left: boolean, right: boolean): ExpressionOperator =>
  named(["input"], ["chars"], (args, _env, name) => {
    if (nullish(args["input"]) || ("chars" in args && nullish(args["chars"]))) return null;
    const chars = new Set(args["chars"] === undefined ? WHITESPACE : needString(args["chars"], name));
    const points = [...needString(args["input"], name)];
    let start = 0;
    let end = points.length;
    while (left && start < end && chars.has(points[start]!)) start++;
    while (right && end > start && chars.has(points[end - 1]!)) end--;
    return points.slice(start, end).join("");
  });

const substrCP = call(3, 3, ([text, start, length], _env, name) => {
  const points = [...loose(text, name)];
  const [from, count] = [needWhole(start, name), needWhole(length, name)];
  if (from < 0 || count < 0) throw new MongoError(34452, `${name}: starting index and length must be non-negative`);
  return points.slice(from, from + count).join("");
});

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

const substrBytes = call(3, 3, ([text, start, length], _env, name) => {
  const bytes = Buffer.from(loose(text, name));
  const [from, count] = [needWhole(start, name), needWhole(length, name)];
  if (from < 0) throw new MongoError(50752, `${name}: starting index must be non-negative`);
  const end = count < 0 ? bytes.length : Math.min(bytes.length, from + count);
  if (isContinuation(bytes[from]))
    throw new MongoError(28656, `${name}: Invalid range, starting index is a UTF-8 continuation byte.`);
  if (isContinuation(bytes[end]))
    throw new MongoError(28657, `${name}: Invalid range, ending index is in the middle of a UTF-8 character.`);
  return bytes.toString("utf8", from, end);
});

const indexOf = (measure: (text: string) => number): ExpressionOperator =>
  call(2, 4, ([text, token, start, end], _env, name) => {
    if (nullish(text)) return null;
    const whole = needString(text, name);
    const searched = needString(token, name);
    const [from, to] = [
      start === undefined ? 0 : needWhole(start, name),
      end === undefined ? Infinity : needWhole(end, name),
    ];
    if (from < 0 || to < 0) throw new MongoError(40097, `${name} requires a nonnegative starting and ending index`);
    for (let at = whole.indexOf(searched); at >= 0; at = whole.indexOf(searched, at + 1)) {
      const position = measure(whole.slice(0, at));
      if (position >= from && position + measure(searched) <= to) return position;
    }
    return -1;
  });

const replace = (all: boolean): ExpressionOperator =>
  named(["input", "find", "replacement"], [], ({ input, find, replacement }, _env, name) => {
    if (nullish(input) || nullish(find) || nullish(replacement)) return null;
    const [text, old, next] = [needString(input, name), needString(find, name), needString(replacement, name)];
    return all ? text.replaceAll(old, () => next) : text.replace(old, () => next);
  });

const compiled = (regex: Value, options: Value, name: string): Pattern | null => {
  if (nullish(regex)) return null;
  if (regex instanceof BSONRegExp && regex.options !== "" && !nullish(options))
    throw new MongoError(51107, `${name}: found regex option(s) specified in both 'regex' and 'option' fields`);
  if (regex instanceof BSONRegExp)
    return compileRegex(regex.pattern, nullish(options) ? regex.options : needString(options, name));
  return compileRegex(needString(regex, name), nullish(options) ? "" : needString(options, name));
};

const found = (text: string, { match, index, captures }: Found): Doc => {
  const out = new Doc();
  out["match"] = match;
  out["idx"] = Array.from(text.slice(0, index)).length;
  out["captures"] = captures;
  return out;
};

const regex = (run: (text: string, pattern: Pattern) => Value, absent: () => Value): ExpressionOperator =>
  named(["input", "regex"], ["options"], ({ input, regex: source, options }, _env, name) => {
    const pattern = compiled(source, options, name);
    if (pattern === null || nullish(input)) return absent();
    return run(needString(input, name), pattern);
  });

export const STRINGS: OperatorTable = {
  $concat: call(0, Infinity, (args, _env, name) =>
    args.some(nullish) ? null : args.map((value) => needString(value, name)).join(""),
  ),
  $toLower: ascii(/[A-Z]/g, (letter) => letter.toLowerCase()),
  $toUpper: ascii(/[a-z]/g, (letter) => letter.toUpperCase()),
  $strcasecmp: binary((a, b, _env, name) => compareStrings(upper(loose(a, name)), upper(loose(b, name)))),
  $split: binary((text, separator, _env, name) => {
    if (nullish(text) || nullish(separator)) return null;
    if (separator === "") throw new MongoError(40087, "$split requires a non-empty separator");
    return needString(text, name).split(needString(separator, name));
  }),
  $trim: trim(true, true),
  $ltrim: trim(true, false),
  $rtrim: trim(false, true),
  $strLenCP: unary((value, name) => [...needString(value, name)].length),
  $strLenBytes: unary((value, name) => Buffer.byteLength(needString(value, name))),
  $substrCP: substrCP,
  $substrBytes: substrBytes,
  $substr: substrBytes,
  $indexOfCP: indexOf((text) => [...text].length),
  $indexOfBytes: indexOf((text) => Buffer.byteLength(text)),
  $replaceOne: replace(false),
  $replaceAll: replace(true),
  $regexMatch: regex(
    (text, pattern) => pattern.test(text),
    () => false,
  ),
  $regexFind: regex(
    (text, pattern) => {
      const place = pattern.find(text);
      return place === null ? null : found(text, place);
    },
    () => null,
  ),
  $regexFindAll: regex(
    (text, pattern) => Array.from(pattern.findAll(text), (place) => found(text, place)),
    () => [],
  ),
};
