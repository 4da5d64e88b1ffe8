import { Long, Timestamp, UUID } from "bson";
import type { Document } from "bson";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "../src/commands/index.ts";
import { startEmbeddedMongo } from "../src/index.ts";
import type { EmbeddedMongo } from "../src/index.ts";
import type { FieldType } from "../src/fields.ts";
import { RawClient } from "./raw-client.ts";

/**
 * Every command with every field it has or has not: what is not carried out is refused, with the code MongoDB gives it.
 * Written over the table of commands, so that a new one is held to the same.
 */
let server: EmbeddedMongo;
let wire: RawClient;
beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir: ":memory:" });
  wire = await RawClient.connect(server.socketPath);
  await wire.send({ insert: "c", documents: [{ _id: 1, a: 1 }], $db: "d" });
});
afterAll(async () => {
  wire.close();
  await server.close();
});

const session = { id: new UUID() };

/** One body of each command that is carried out, so that a refusal below is due to what was added. */
const BODIES: Readonly<Record<string, Document>> = {
  hello: { hello: 1 },
  isMaster: { isMaster: 1 },
  ismaster: { ismaster: 1 },
  ping: { ping: 1 },
  buildInfo: { buildInfo: 1 },
  buildinfo: { buildinfo: 1 },
  connectionStatus: { connectionStatus: 1 },
  serverStatus: { serverStatus: 1 },
  getParameter: { getParameter: 1, featureCompatibilityVersion: 1 },
  endSessions: { endSessions: [session] },
  killSessions: { killSessions: [session] },
  refreshSessions: { refreshSessions: [session] },
  commitTransaction: { commitTransaction: 1, $db: "admin" },
  abortTransaction: { abortTransaction: 1, $db: "admin" },
  find: { find: "c" },
  getMore: { getMore: Long.fromNumber(1), collection: "c" },
  killCursors: { killCursors: "c", cursors: [Long.fromNumber(1)] },
  count: { count: "c" },
  distinct: { distinct: "c", key: "a" },
  explain: { explain: { find: "c" } },
  aggregate: { aggregate: "c", pipeline: [], cursor: {} },
  insert: { insert: "i", documents: [{}] },
  update: { update: "c", updates: [{ q: {}, u: { $set: { b: 1 } } }] },
  delete: { delete: "none", deletes: [{ q: {}, limit: 0 }] },
  findAndModify: { findAndModify: "c", query: {}, update: { $set: { b: 1 } } },
  findandmodify: { findandmodify: "c", query: {}, update: { $set: { b: 1 } } },
  bulkWrite: { bulkWrite: 1, ops: [{ insert: 0, document: {} }], nsInfo: [{ ns: "d.b" }], $db: "admin" },
  createIndexes: { createIndexes: "c", indexes: [{ key: { a: 1 }, name: "a_1" }] },
  listIndexes: { listIndexes: "c" },
  dropIndexes: { dropIndexes: "c", index: "*" },
  create: { create: "made" },
  drop: { drop: "gone" },
  dropDatabase: { dropDatabase: 1, $db: "other" },
  renameCollection: { renameCollection: "d.c", to: "d.c", $db: "admin" },
  listCollections: { listCollections: 1 },
  listDatabases: { listDatabases: 1, $db: "admin" },
  collStats: { collStats: "c" },
  dbStats: { dbStats: 1 },
  compact: { compact: "c" },
  validate: { validate: "c" },
};

const send = (body: Document): Promise<Document | undefined> =>
  wire.send({ ...body, $db: (body["$db"] as string | undefined) ?? "d" });
const codeOf = async (body: Document): Promise<unknown> => {
  const reply = await send(body);
  const errors = (reply?.["writeErrors"] ?? []) as { code: number }[];
  return reply?.["code"] ?? errors[0]?.code ?? (reply?.["ok"] === 1 ? "ok" : reply);
};

const WRONG: Readonly<Record<FieldType, unknown[]>> = {
  any: [],
  array: [1, "x", { a: 1 }],
  bool: [1, "true", {}],
  flag: ["true", {}, []],
  hint: [1, true, []],
  number: ["1", {}, [], true],
  object: [1, "x", [], true],
  string: [1, {}, ["x"]],
};

const strict = Object.entries(COMMANDS).filter(([, { fields }]) => fields !== "any");

test("there is a body for every command, and each is carried out or fails for its own reason", async () => {
  expect(Object.keys(BODIES).toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
  const own: Record<string, unknown> = {
    commitTransaction: 72,
    abortTransaction: 72,
    getMore: 43,
    renameCollection: 20,
  };
  for (const [name, body] of Object.entries(BODIES))
    expect([name, await codeOf(body)]).toEqual([name, own[name] ?? "ok"]);
});

describe.each(strict)("%s", (name, { fields, kind }) => {
  const body = BODIES[name]!;
  if (fields === "any") return;

  test("an unknown field is refused", async () => {
    for (const field of ["nonsense", "$nonsense", "Filter", "batchsize", ""])
      expect([field, await codeOf({ ...body, [field]: 1 })]).toEqual([field, 40415]);
  });

  test("a field of another type is refused", async () => {
    for (const [field, { type }] of fields)
      for (const value of WRONG[type])
        expect([field, value, await codeOf({ ...body, [field]: value })]).toEqual([field, value, 14]);
  });

  test("a required field that is missing or null is refused", async () => {
    for (const [field, { required }] of fields) {
      if (!required) continue;
      const { [field]: _, ...rest } = body;
      expect([field, await codeOf(rest)]).toEqual([field, 40414]);
      expect([field, await codeOf({ ...rest, [field]: null })]).toEqual([field, 40414]);
    }
  });

  test("a write concern is taken where something is written, and only what one node can give", async () => {
    const concern = (writeConcern: unknown) => codeOf({ ...body, writeConcern });
    expect(await concern({ w: 3 })).toBe(100);
    expect(await concern({ w: { dc: 2 } })).toBe(100);
    expect(await concern({ w: "nosuch" })).toBe(79);
    for (const wrong of [{ w: -1 }, { w: 51 }, { w: 1.5 }, { w: null }, { w: true }, { j: "x" }, { wtimeout: "x" }])
      expect([wrong, await concern(wrong)]).toEqual([wrong, 9]);
    expect(await concern({ w: 1, nonsense: 1 })).toBe(9);
    expect(await concern({ j: true, fsync: true })).toBe(9);
    expect(await concern("majority")).toBe(14);
    const fine = await concern({ w: "majority", j: true, wtimeout: 1000 });
    expect(fine).toBe(kind === "read" ? 72 : await codeOf(body));
  });

  test("a read concern of an unknown level, of the future or with unknown fields is refused", async () => {
    const concern = (readConcern: unknown) => codeOf({ ...body, readConcern });
    const future = new Timestamp({ t: Math.floor(Date.now() / 1000) + 3600, i: 1 });
    expect(await concern({ level: "nosuch" })).toBe(9);
    expect(await concern({ level: 1 })).toBe(14);
    expect(await concern("majority")).toBe(9);
    expect(await concern({ nonsense: 1 })).toBe(72);
    expect(await concern({ afterClusterTime: future })).toBe(72);
    expect(await concern({ afterClusterTime: 1 })).toBe(14);
    expect(await concern({ afterClusterTime: new Timestamp(0n) })).toBe(72);
    expect(await concern({ level: "linearizable", afterClusterTime: new Timestamp({ t: 1, i: 1 }) })).toBe(72);
    expect(await concern({ atClusterTime: new Timestamp({ t: 1, i: 1 }) })).toBe(72);
    const reads = ["find", "aggregate", "count", "distinct"].includes(name);
    expect(await concern({ level: "majority" })).toBe(reads ? "ok" : 72);
    expect(await concern({ level: "snapshot" })).toBe(reads ? 238 : 72);
  });

  test("version, time limit, read preference and session are held to what they may be", async () => {
    expect(await codeOf({ ...body, apiVersion: "9" })).toBe(322);
    expect(await codeOf({ ...body, apiVersion: 1 })).toBe(14);
    expect(await codeOf({ ...body, apiStrict: true })).toBe(4886600);
    expect(await codeOf({ ...body, apiVersion: "1", apiStrict: "x" })).toBe(14);
    expect(await codeOf({ ...body, maxTimeMS: "1" })).toBe(14);
    for (const maxTimeMS of [-1, 1.5, 2 ** 31]) expect(await codeOf({ ...body, maxTimeMS })).toBe(2);
    expect(await codeOf({ ...body, $readPreference: { mode: "nosuch" } })).toBe(9);
    expect(await codeOf({ ...body, $readPreference: "primary" })).toBe(14);
    expect(await codeOf({ ...body, lsid: 1 })).toBe(14);
    expect(await codeOf({ ...body, lsid: {} })).toBe(40414);
    expect(await codeOf({ ...body, lsid: { id: "x" } })).toBe(14);
    expect(await codeOf({ ...body, lsid: { ...session, more: 1 } })).toBe(40415);
    expect(await codeOf({ ...body, txnNumber: Long.fromNumber(1) })).toBe(72);
    expect(await codeOf({ ...body, lsid: session, txnNumber: "1" })).toBe(14);
    expect(await codeOf({ ...body, lsid: session, txnNumber: Long.fromNumber(-1) })).toBe(72);
    expect(await codeOf({ ...body, autocommit: false })).toBe(72);
    expect(await codeOf({ ...body, startTransaction: true })).toBe(72);
    expect(await codeOf({ ...body, lsid: session, txnNumber: Long.fromNumber(1), autocommit: true })).toBe(72);
  });

  test("a transaction number alone is for writes that can be sent again", async () => {
    const code = await codeOf({ ...body, lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1) });
    const retryable = ["insert", "update", "findAndModify", "findandmodify", "bulkWrite"].includes(name);
    expect(code).toBe(retryable ? "ok" : name === "delete" ? 72 : 50768);
  });
});
