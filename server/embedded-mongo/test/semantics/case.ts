import { EJSON } from "bson";
import type { Collection, Document } from "mongodb";

/**
 * One statement of MongoDB's manual, with the page it comes from (below https://www.mongodb.com/docs/manual/).
 * `run` gets a collection that holds `documents`; documents without `_id` are numbered from 1.
 */
export interface Case {
  page: string;
  title: string;
  documents: Document[];
  run: (collection: Collection) => Promise<unknown>;
  /** The expected result, or the code of the expected error. */
  expected: { result: unknown } | { code: number };
}

const number = (documents: Document[]): Document[] =>
  documents.map((document, at) => ("_id" in document ? document : { _id: at + 1, ...document }));

const text = (value: unknown): string => EJSON.stringify(value, { relaxed: false });

/** Types count: 1 and 1.0 differ, so values are read without promotion. */
const RAW = { promoteValues: false };

const cased = (page: string, title: string, documents: Document[], run: Case["run"], result: unknown): Case => ({
  page,
  title,
  documents: number(documents),
  run,
  expected: { result },
});

const failing = (page: string, title: string, documents: Document[], run: Case["run"], code: number): Case => ({
  page,
  title,
  documents: number(documents),
  run,
  expected: { code },
});

const idsOf = (documents: Document[]): unknown[] => documents.map((document) => document["_id"] as unknown);

/** A filter and the _ids it finds. */
export const finds = (page: string, documents: Document[], filter: Document, ids: unknown[]): Case =>
  cased(
    page,
    `find ${text(filter)}`,
    documents,
    async (c) => idsOf(await c.find(filter).sort({ _id: 1 }).toArray()),
    ids,
  );

export const refusesFilter = (page: string, filter: Document, code: number): Case =>
  failing(page, `find ${text(filter)} is refused`, [{ a: 1 }], (c) => c.find(filter).toArray(), code);

/** A sort and the order of _ids it gives. */
export const sorts = (
  page: string,
  documents: Document[],
  sort: Document,
  ids: unknown[],
  options: Document = {},
): Case =>
  cased(
    page,
    `sort ${text(sort)}${text(options)}`,
    documents,
    async (c) => idsOf(await c.find({}, options).sort(sort).toArray()),
    ids,
  );

/** An update of the one document that is there, and what it becomes (without _id). */
export const updates = (
  page: string,
  before: Document,
  update: Document | Document[],
  after: Document,
  options: Document = {},
  filter: Document = {},
): Case =>
  cased(
    page,
    `update ${text(update)} of ${text(before)}`,
    [before],
    async (c) => {
      await c.updateOne(filter, update, options);
      return c.findOne({ _id: (before["_id"] ?? 1) as never }, { ...RAW, projection: { _id: 0 } });
    },
    after,
  );

export const refusesUpdate = (
  page: string,
  before: Document,
  update: Document,
  code: number,
  options: Document = {},
  filter: Document = {},
): Case =>
  failing(
    page,
    `update ${text(update)} of ${text(before)} is refused`,
    [before],
    (c) => c.updateOne(filter, update, options),
    code,
  );

/** An upsert into an empty collection, and the document it makes (without _id unless asked for). */
export const upserts = (page: string, filter: Document, update: Document, after: Document, keepId = false): Case =>
  cased(
    page,
    `upsert ${text(filter)} ${text(update)}`,
    [],
    async (c) => {
      await c.updateOne(filter, update, { upsert: true });
      return c.findOne({}, { ...RAW, ...(keepId ? {} : { projection: { _id: 0 } }) });
    },
    after,
  );

/** A find projection of one document. */
export const projects = (
  page: string,
  document: Document,
  projection: Document,
  result: Document,
  filter: Document = {},
): Case =>
  cased(
    page,
    `project ${text(projection)} of ${text(document)}`,
    [document],
    (c) => c.findOne(filter, { ...RAW, projection }),
    result,
  );

export const refusesProjection = (page: string, projection: Document, code: number): Case =>
  failing(
    page,
    `projection ${text(projection)} is refused`,
    [{ a: 1, b: [1] }],
    (c) => c.findOne({}, { projection }),
    code,
  );

/** An aggregation expression over one document. The result is wrapped, so that a missing value shows as {}. */
export const evaluates = (page: string, document: Document, expression: unknown, result: Document): Case =>
  cased(
    page,
    `${text(expression)} over ${text(document)}`,
    [document],
    async (c) => (await c.aggregate([{ $replaceWith: { r: expression } }], RAW).toArray())[0],
    result,
  );

export const refusesExpression = (page: string, document: Document, expression: unknown, code: number): Case =>
  failing(
    page,
    `${text(expression)} over ${text(document)} is refused`,
    [document],
    (c) => c.aggregate([{ $replaceWith: { r: expression } }]).toArray(),
    code,
  );

/** A pipeline and its output. */
export const aggregates = (
  page: string,
  documents: Document[],
  pipeline: Document[],
  result: Document[],
  options: Document = {},
): Case =>
  cased(
    page,
    `aggregate ${text(pipeline)}`,
    documents,
    (c) => c.aggregate(pipeline, { ...RAW, ...options }).toArray(),
    result,
  );

export const refusesPipeline = (page: string, pipeline: Document[], code: number): Case =>
  failing(page, `aggregate ${text(pipeline)} is refused`, [{ a: 1 }], (c) => c.aggregate(pipeline).toArray(), code);

/** Anything else. */
export const does = (page: string, title: string, documents: Document[], run: Case["run"], result: unknown): Case =>
  cased(page, title, documents, run, result);
export const fails = (page: string, title: string, documents: Document[], run: Case["run"], code: number): Case =>
  failing(page, title, documents, run, code);

export const canonical = (value: unknown): unknown => JSON.parse(EJSON.stringify({ value }, { relaxed: false }));
