import { MongoClient, MongoServerError } from "mongodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import type { EmbeddedMongo } from "../src/index.ts";
import { canonical } from "./semantics/case.ts";
import type { Case } from "./semantics/case.ts";
import { DATES } from "./semantics/dates.ts";
import { EXPRESSIONS } from "./semantics/expressions.ts";
import { NUMBERS } from "./semantics/numbers.ts";
import { OPTIONS } from "./semantics/options.ts";
import { PATHS } from "./semantics/paths.ts";
import { QUERY } from "./semantics/query.ts";
import { SHAPE } from "./semantics/shape.ts";
import { STAGES } from "./semantics/stages.ts";
import { UPDATE } from "./semantics/update.ts";

/**
 * What MongoDB's manual says, case by case. Runs against this package, and against a real MongoDB when MONGODB_URI
 * names one (`pnpm test:mongodb`): the only proof that the cases themselves are right.
 */
const real = process.env["MONGODB_URI"];
const tables: Record<string, Case[]> = {
  query: QUERY,
  update: UPDATE,
  shape: SHAPE,
  expressions: EXPRESSIONS,
  stages: STAGES,
  numbers: NUMBERS,
  dates: DATES,
  paths: PATHS,
  options: OPTIONS,
};

let server: EmbeddedMongo | undefined;
let client: MongoClient;
const database = `semantics_${process.pid}`;

beforeAll(async () => {
  if (real === undefined) server = await startEmbeddedMongo({ dataDir: ":memory:" });
  client = await new MongoClient(real ?? server!.uri).connect();
});
afterAll(async () => {
  await client.db(database).dropDatabase();
  await client.close();
  await server?.close();
});

test("the table has at least 300 cases, each with its page", () => {
  const cases = Object.values(tables).flat();
  expect(cases.length).toBeGreaterThanOrEqual(300);
  expect(cases.filter((item) => !/^(reference|tutorial|core)\/[\w./-]+$/.test(item.page))).toEqual([]);
});

const outcome = async (item: Case, name: string): Promise<{ result: unknown } | { code: unknown }> => {
  const collection = client.db(database).collection(name);
  if (item.documents.length > 0) await collection.insertMany(item.documents);
  try {
    return { result: canonical(await item.run(collection)) };
  } catch (error) {
    if (error instanceof MongoServerError) return { code: error.code };
    throw error;
  }
};

describe.each(Object.entries(tables))("%s", (table, cases) => {
  test.each(cases.map((item, at) => ({ ...item, at })))("$page: $title", async (item) => {
    const expected = "code" in item.expected ? item.expected : { result: canonical(item.expected.result) };
    expect(await outcome(item, `${table}_${item.at}`)).toEqual(expected);
  });
});
