import { z } from "zod";

/** A step into a JSON value. */
type Step = string | number;
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** One of these fits nearly every text field of the contract; which, its pattern says. */
const texts = [
  "复诊",
  "6560f0a0a0a0a0a0a0a0a0a1",
  "13912345678",
  "123456",
  "2026-11-25",
  "08:00",
  "03.06",
  "N03",
  "110101195803121234",
  "110110000000011",
  "1",
  "TypeError",
  "draw /assets/page.js:1:1",
  // A browser's public key for push notices (RFC 8291).
  "B".repeat(87),
];

/**
 * An input of the right shape for a schema of the contract (undefined for what takes none), every optional field filled; not always one that a use case accepts. `known`
 * has values by field name that are to be used where they occur (ids of records that exist).
 */
export function sampleOf(schema: unknown, known: Record<string, unknown> = {}): unknown {
  if (!(schema instanceof z.ZodType)) return undefined;
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const build = (node: JsonSchema | boolean | undefined, name: string): unknown => {
    if (typeof node !== "object") return "复诊";
    if (Object.hasOwn(known, name)) return known[name];
    if (node.$ref) return build(root.$defs?.[node.$ref.split("/").at(-1) ?? ""], name);
    if (node.const !== undefined) return node.const;
    if (node.enum) return node.enum[0];
    const branch = (node.anyOf ?? node.oneOf ?? node.allOf)?.[0];
    if (branch) return build(branch, name);
    if (node.type === "object")
      return Object.fromEntries(Object.entries(node.properties ?? {}).map(([key, value]) => [key, build(value, key)]));
    if (node.type === "array") return [build(Array.isArray(node.items) ? node.items[0] : node.items, name)];
    if (node.type === "boolean") return true;
    if (node.type === "integer" || node.type === "number") return Math.max(1, node.minimum ?? 1);
    if (node.format === "uuid") return crypto.randomUUID();
    if (node.format === "date-time") return "2026-11-25T02:00:00.000Z";
    const pattern = node.pattern ? new RegExp(node.pattern, "u") : null;
    const text = texts.find((candidate) => pattern?.test(candidate) ?? true) ?? "复诊";
    return text.padEnd(node.minLength ?? 0, "复");
  };
  return mended(schema, build(root, ""), 5);
}

/** What a pattern does not say (text that is turned into another first, one field or the other) is found by trying. */
function mended(schema: z.ZodType, value: unknown, rounds: number): unknown {
  const issues = schema.safeParse(value).error?.issues ?? [];
  const [first] = issues;
  if (!first || rounds === 0) return value;
  const path = first.path.filter((step) => typeof step !== "symbol");
  const variants = [
    ...texts.map((text) => replaceAt(value, path, text)),
    ...placesOf(value).flatMap((place) => (place.length > 0 ? [replaceAt(value, place, undefined)] : [])),
  ];
  const left = (candidate: unknown) => schema.safeParse(candidate).error?.issues.length ?? 0;
  const better = variants.find((candidate) => left(candidate) < issues.length);
  return better === undefined ? value : mended(schema, better, rounds - 1);
}

/** Everywhere in the value that something else may stand: every field and item, and the whole. */
export function placesOf(value: unknown, at: readonly Step[] = []): Step[][] {
  const below = Array.isArray(value)
    ? value.flatMap((item, index) => placesOf(item, [...at, index]))
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, item]) => placesOf(item, [...at, key]))
      : [];
  return [[...at], ...below];
}

/** The value with another thing in one place. */
export function replaceAt(value: unknown, [step, ...rest]: readonly Step[], by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaceAt(item, rest, by) : item));
  const fields = typeof value === "object" && value !== null ? value : {};
  const inner = Object.entries(fields).find(([key]) => key === step)?.[1];
  return { ...fields, [step]: replaceAt(inner, rest, by) };
}

/** What a programmer of MongoDB would do harm with, as it arrives in JSON. */
export const operators: readonly unknown[] = [
  { $gt: "" },
  { $ne: null },
  { $ne: 1 },
  { $regex: ".*" },
  { $where: "sleep(5000) || true" },
  { $in: [null, ""] },
  { $or: [{}, { a: "a" }] },
  { $expr: { $function: { body: "function(){while(1){}}", args: [], lang: "js" } } },
  [{ $gt: "" }],
  { toString: "x", valueOf: "x" },
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}') as unknown,
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  [],
  {},
];

/** How an input travels: fields of the path in it, the rest as query of a GET or body of everything else. */
export function requestOf(
  { method = "POST", path = "" }: { method?: string | undefined; path?: string | undefined },
  input: unknown,
): { method: string; path: string; body?: string } {
  const rest = new Map(typeof input === "object" && input !== null ? Object.entries(input) : []);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    // An empty part would be another path; a dot is one that clients take out by themselves.
    return encodeURIComponent(textOf(value).toWellFormed()).replaceAll(".", "%2E") || "%20";
  });
  if (method !== "GET") {
    const whole = typeof input === "object" && input !== null && !Array.isArray(input);
    return { method, path: filled, body: JSON.stringify(whole ? Object.fromEntries(rest) : input) ?? "" };
  }
  const query = [...rest].flatMap(([key, value]) => queryOf(key, value)).join("&");
  return { method, path: query ? `${filled}?${query}` : filled };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** `phone[$ne]=1` as forms and old parsers of queries understand it. */
function queryOf(key: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => queryOf(`${key}[${index}]`, item));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([inner, item]) => queryOf(`${key}[${inner}]`, item));
  return [`${encodeURIComponent(key)}=${encodeURIComponent(textOf(value).toWellFormed())}`];
}
