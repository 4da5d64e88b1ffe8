// oxlint-disable unicorn/no-thenable -- MongoDB calls the outcome of $cond and $switch so
import { Decimal128, MaxKey, MinKey, ObjectId, Timestamp } from "bson";
import { describe, expect, test } from "vitest";
import { ACCUMULATORS, compileAccumulator } from "../src/aggregate/accumulators.ts";
import { computed, expressionEnv, matchEnv } from "../src/aggregate/env.ts";
import { OPERATORS } from "../src/aggregate/operators/index.ts";
import { compilePipeline } from "../src/aggregate/pipeline.ts";
import type { Host } from "../src/aggregate/stage.ts";
import { STAGES } from "../src/aggregate/stages/index.ts";
import { encode } from "../src/bson/encode.ts";
import { BSONRegExp, Binary, Code, Doc, doc, fromDriver } from "../src/bson/types.ts";
import type { Value } from "../src/bson/types.ts";
import { MongoError } from "../src/errors.ts";
import { FIELD_OPERATORS, TOP_OPERATORS, compileFilter } from "../src/query/match.ts";
import { compileProjection } from "../src/query/project.ts";
import { compileUpdate } from "../src/update/apply.ts";
import { OPERATORS as UPDATES } from "../src/update/operators.ts";

/**
 * Every operator of the scope table with operands of every type: what it does not carry out it refuses with an error of
 * MongoDB's, never with one of JavaScript's, and what comes out can be sent.
 */
const VALUES: Value[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Infinity,
  2n ** 63n - 1n,
  -(2n ** 63n),
  Decimal128.fromString("-0.5"),
  Decimal128.fromString("1E+6144"),
  Decimal128.fromString("NaN"),
  "",
  "text",
  "$",
  "$a",
  "$a.b",
  "$$ROOT",
  "$$nosuch",
  "a\0b",
  new Date(0),
  new Date(8.64e15),
  new ObjectId("507f1f77bcf86cd799439011"),
  new Binary(Buffer.from([1, 2])),
  new BSONRegExp("a(b)?", "i"),
  new BSONRegExp("(", ""),
  new Timestamp({ t: 1, i: 1 }),
  new Code("x"),
  new MinKey(),
  new MaxKey(),
].map((value) => value as Value);
const DEEPER: Value[] = [
  [],
  [[]],
  ...VALUES.filter((value) => value !== undefined).map((value) => [value]),
  ...VALUES.slice(1, 24).map((value) => ["$a", value]),
  ...VALUES.slice(1, 24).map((value) => [value, "$n"]),
  ["$a", 1, 2],
  ["$s", "t", 0, 5],
  [1, 2, 3, 4, 5],
  doc({}),
  doc({ a: 1 }),
  doc({ $a: 1 }),
  doc({ "": 1 }),
  doc({ "a.b": 1 }),
];
const OPERANDS = [...VALUES, ...DEEPER];

const documents: Doc[] = [
  doc({ _id: 1, a: 1, n: 5, s: "text", d: new Date(0) }),
  doc({ _id: 2, a: [1, { b: 2 }], n: -1.5, s: "é", d: null }),
  doc({ _id: 3, a: { b: [1] }, n: 7n, s: "" }),
];

const now = new Date(0);
const variables = { now, vars: {} };

/** Runs it on all documents; gives the errors that are not MongoDB's. */
const failures = (compile: () => (document: Doc) => unknown): unknown[] => {
  const out: unknown[] = [];
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof MongoError)) out.push(error);
      return undefined;
    }
  };
  const run = attempt(compile);
  if (run === undefined) return out;
  for (const document of documents)
    attempt(() => {
      const result = run(document);
      encode({ result });
    });
  return out;
};

const spec = (name: string, operand: Value): Doc => {
  const out = new Doc();
  out[name] = operand;
  return out;
};

describe("expressions", () => {
  test.each(Object.keys(OPERATORS))("%s", (name) => {
    for (const operand of OPERANDS)
      expect([operand, failures(() => computed(variables)(spec(name, operand)))]).toEqual([operand, []]);
  });

  const NAMED: Readonly<Record<string, Record<string, unknown>>> = {
    $convert: { input: 1, to: "int" },
    $cond: { if: true, then: 1, else: 2 },
    $dateAdd: { startDate: "$d", unit: "day", amount: 1 },
    $dateDiff: { startDate: "$d", endDate: "$d", unit: "day" },
    $dateFromParts: { year: 2026 },
    $dateFromString: { dateString: "2026-01-01" },
    $dateSubtract: { startDate: "$d", unit: "day", amount: 1 },
    $dateToParts: { date: "$d" },
    $dateToString: { date: "$d" },
    $dateTrunc: { date: "$d", unit: "day" },
    $filter: { input: [1], cond: true },
    $firstN: { n: 1, input: [1] },
    $getField: { field: "a", input: {} },
    $lastN: { n: 1, input: [1] },
    $let: { vars: {}, in: 1 },
    $ltrim: { input: "a" },
    $map: { input: [1], in: 1 },
    $maxN: { n: 1, input: [1] },
    $minN: { n: 1, input: [1] },
    $reduce: { input: [1], initialValue: 0, in: 1 },
    $regexFind: { input: "a", regex: "a" },
    $regexFindAll: { input: "a", regex: "a" },
    $regexMatch: { input: "a", regex: "a" },
    $replaceAll: { input: "a", find: "a", replacement: "b" },
    $replaceOne: { input: "a", find: "a", replacement: "b" },
    $rtrim: { input: "a" },
    $setField: { field: "a", input: {}, value: 1 },
    $sortArray: { input: [1], sortBy: 1 },
    $switch: { branches: [{ case: true, then: 1 }] },
    $trim: { input: "a" },
    $unsetField: { field: "a", input: {} },
    $zip: { inputs: [[1]] },
    $dayOfMonth: { date: "$d" },
    $dayOfWeek: { date: "$d" },
    $dayOfYear: { date: "$d" },
    $hour: { date: "$d" },
    $isoDayOfWeek: { date: "$d" },
    $isoWeek: { date: "$d" },
    $isoWeekYear: { date: "$d" },
    $millisecond: { date: "$d" },
    $minute: { date: "$d" },
    $month: { date: "$d" },
    $second: { date: "$d" },
    $week: { date: "$d" },
    $year: { date: "$d" },
  };

  test.each(Object.entries(NAMED))(
    "%s refuses an argument it does not know, and takes those it does",
    (name, fields) => {
      const run = (more: object) => computed(variables)(spec(name, doc({ ...fields, ...more })))(documents[0]!);
      expect(() => run({})).not.toThrow();
      expect(() => run({ nonsense: 1 })).toThrow(MongoError);
      // Those without which it could not do anything are not left out quietly.
      const [first = ""] = Object.keys(fields);
      const { [first]: _, ...rest } = fields;
      expect(() => computed(variables)(spec(name, doc(rest)))(documents[0]!)).toThrow(MongoError);
    },
  );
});

describe("accumulators", () => {
  test.each(Object.keys(ACCUMULATORS))("%s", (name) => {
    const operands = [...OPERANDS, doc({ n: 2, input: "$a" }), doc({ sortBy: { a: 1 }, output: "$a" })];
    for (const operand of operands)
      expect([
        operand,
        failures(() => {
          const start = compileAccumulator(spec(name, operand), expressionEnv(variables), "f");
          return (document) => {
            const open = start();
            open.add({ root: document, vars: {} });
            open.add({ root: document, vars: {} });
            return open.result();
          };
        }),
      ]).toEqual([operand, []]);
  });
});

const noHost: Host = {
  db: "d",
  read: () => documents,
  indexed: () => false,
  write: { out: () => undefined, merge: (_spec, incoming) => void [...incoming] },
};

describe("stages", () => {
  test.each(Object.keys(STAGES))("%s", (name) => {
    for (const operand of OPERANDS)
      expect([
        operand,
        failures(() => {
          const run = compilePipeline([spec(name, operand)], noHost, variables);
          return (document) => [...run([document])];
        }),
      ]).toEqual([operand, []]);
  });
});

describe("queries", () => {
  test.each([...FIELD_OPERATORS, "$comment", "$nosuch"])("%s", (name) => {
    for (const operand of OPERANDS)
      for (const path of ["a", "a.b", "a.0", ""])
        expect([operand, failures(() => compileFilter(spec(path, spec(name, operand)), matchEnv(variables)))]).toEqual([
          operand,
          [],
        ]);
  });

  test.each([...TOP_OPERATORS, "$nosuch", "$id"])("%s", (name) => {
    const operands = [...OPERANDS, [doc({ a: 1 }), doc({ s: "x" })]];
    for (const operand of operands)
      expect([operand, failures(() => compileFilter(spec(name, operand), matchEnv(variables)))]).toEqual([operand, []]);
  });
});

describe("updates", () => {
  const compile = (update: Value, arrayFilters?: Value) => {
    const compiled = compileUpdate(update, {
      env: matchEnv(variables),
      now,
      arrayFilters,
      pipeline: (stages) => {
        const run = compilePipeline(stages, noHost, variables);
        return (document) => [...run([document])][0] ?? document;
      },
    });
    return (document: Doc) => [compiled.apply(document, 0), compiled.insert(doc({ q: 1 }))];
  };

  test.each([...Object.keys(UPDATES), "$rename", "$nosuch"])("%s", (name) => {
    for (const operand of OPERANDS)
      for (const path of ["a", "a.b", "a.0", "a.$", "a.$[]", "new.x", "_id", "", "$", "a.$[e]"])
        expect([path, operand, failures(() => compile(spec(name, spec(path, operand))))]).toEqual([path, operand, []]);
  });

  test("whole updates and array filters", () => {
    for (const operand of OPERANDS) {
      expect([operand, failures(() => compile(operand))]).toEqual([operand, []]);
      expect([operand, failures(() => compile(doc({ $set: { "a.$[e]": 1 } }), operand))]).toEqual([operand, []]);
    }
  });
});

test("projections", () => {
  for (const operand of OPERANDS)
    for (const path of ["a", "a.b", "a.$", "_id", ""])
      for (const value of [operand, spec("$slice", operand), spec("$elemMatch", operand), spec("$add", operand)])
        expect([
          path,
          value,
          failures(
            () =>
              compileProjection(spec(path, value), {
                find: true,
                expression: computed(variables),
                env: matchEnv(variables),
                filter: doc({ a: 1 }),
              }) ?? ((document) => document),
          ),
        ]).toEqual([path, value, []]);
});

test("values of a driver come in as they are kept", () => {
  expect(fromDriver({ a: [1] })).toEqual(doc({ a: [1] }));
});
