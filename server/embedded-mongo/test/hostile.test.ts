import { once } from "node:events";
import { serialize } from "bson";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import type { EmbeddedMongo } from "../src/index.ts";
import { RawClient, message } from "./raw-client.ts";
import { long, random, until } from "./support.ts";

let server: EmbeddedMongo;
let client: MongoClient;

beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir: ":memory:", stallMs: 300 });
  client = await new MongoClient(server.uri).connect();
});
afterAll(async () => {
  await client.close();
  await server.close();
});

const alive = async (): Promise<boolean> => (await client.db("d").command({ ping: 1 }))["ok"] === 1;
const PING = { ping: 1, $db: "admin" };

/** True when bytes end in a closed connection without an answer, and others are served as before. */
const cutOff = async (bytes: Uint8Array): Promise<boolean> => {
  const raw = await RawClient.connect(server.socketPath);
  raw.write(bytes);
  const answer = await raw.reply();
  await until(() => raw.closed);
  return answer === undefined && (await alive());
};

const length = (value: number): Buffer => {
  const out = Buffer.alloc(16);
  out.writeInt32LE(value, 0);
  return out;
};

test.each([
  ["a negative length", length(-1)],
  ["a length of zero", length(0)],
  ["a length below the header", length(15)],
  ["a length above 48 MB", length(48_000_001)],
  ["the largest length", length(0x7fffffff)],
  ["an unknown opcode", message(serialize(PING), { opcode: 4242 })],
  ["an unknown section kind", message(serialize(PING), { kind: 9 })],
  ["unknown required flags", message(serialize(PING), { flags: 1 << 5 })],
  [
    "a body longer than its message",
    message(Buffer.concat([Buffer.from([0x7f, 0, 0, 0]), serialize(PING).subarray(4)])),
  ],
  ["a message without a body", length(21)],
  ["HTTP", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")],
  ["an OP_QUERY without an end", message(Buffer.alloc(40, 65), { opcode: 2004 })],
])("%s closes the connection", async (_, bytes) => {
  expect(await cutOff(bytes)).toBe(true);
});

test("a document sequence that lies about its length closes the connection", async () => {
  const body = serialize({ insert: "c", $db: "d" });
  const lying = Buffer.concat([body, Buffer.from([1, 255, 255, 0, 0]), Buffer.from("documents\0")]);
  expect(await cutOff(message(lying))).toBe(true);
});

/** A document of one field with a type byte and raw content. */
const field = (type: number, content: Uint8Array): Buffer => {
  const inner = Buffer.concat([Buffer.from([type]), Buffer.from("a\0"), content, Buffer.from([0])]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(inner.length + 4, 0);
  return Buffer.concat([size, inner]);
};
const int = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeInt32LE(value, 0);
  return out;
};

test.each([
  ["a string longer than its document", field(2, Buffer.concat([int(1000), Buffer.from("x\0")]))],
  ["a string of negative length", field(2, Buffer.concat([int(-5), Buffer.from("x\0")]))],
  ["a string without its end", field(2, Buffer.concat([int(2), Buffer.from("xy")]))],
  ["a binary longer than its document", field(5, Buffer.concat([int(0x7ffffff0), Buffer.from([0, 1])]))],
  ["an inner document longer than the outer", field(3, Buffer.concat([int(5000), Buffer.from([0])]))],
  ["an unknown type", field(0x42, Buffer.alloc(4))],
  ["a truncated double", field(1, Buffer.alloc(3))],
  ["invalid UTF-8", field(2, Buffer.concat([int(3), Buffer.from([0xff, 0xfe, 0])]))],
  ["a boolean of 7", field(8, Buffer.from([7]))],
])("%s is answered with InvalidBSON", async (_, bytes) => {
  const raw = await RawClient.connect(server.socketPath);
  raw.write(message(bytes));
  expect(await raw.reply()).toMatchObject({ ok: 0, code: 22 });
  expect(await raw.send(PING)).toMatchObject({ ok: 1 });
  raw.close();
});

test("nesting beyond the limit is refused, just below it is stored", async () => {
  const nested = (depth: number): Record<string, unknown> => {
    let out: Record<string, unknown> = { x: 1 };
    for (let level = 0; level < depth; level++) out = { a: out };
    return out;
  };
  const c = client.db("d").collection("deep");
  await c.insertOne(nested(90));
  await expect(c.insertOne(nested(5000))).rejects.toThrow(/nest|depth|call stack/i);
  // Deeper than any recursion could bear, built without recursion.
  let bytes: Buffer = Buffer.from(serialize({ x: 1 }));
  for (let level = 0; level < 20_000; level++) bytes = field(3, bytes);
  const raw = await RawClient.connect(server.socketPath);
  raw.write(message(bytes));
  expect(await raw.reply()).toMatchObject({ ok: 0, code: 15 });
  raw.close();
  const filter = Array.from({ length: 150 }).reduce<Record<string, unknown>>((inner) => ({ $and: [inner] }), { a: 1 });
  await expect(c.find(filter).toArray()).rejects.toThrow(/nest|depth/i);
  expect(await alive()).toBe(true);
});

const MUTATED = long ? 20_000 : 5_000;
test(`${MUTATED} mutated messages leave the server standing`, async () => {
  const next = random(7);
  const seeds = [
    PING,
    { find: "c", filter: { a: { $gt: 1 } }, $db: "d" },
    { insert: "c", documents: [{ a: [1, { b: "x" }] }], $db: "d" },
    { aggregate: "c", pipeline: [{ $group: { _id: "$a" } }], cursor: {}, $db: "d" },
  ];
  let raw = await RawClient.connect(server.socketPath);
  for (let round = 0; round < MUTATED; round++) {
    const bytes = Buffer.from(message(serialize(seeds[round % seeds.length]!)));
    for (let flips = 1 + Math.floor(next() * 3); flips > 0; flips--)
      bytes[12 + Math.floor(next() * (bytes.length - 12))] = Math.floor(next() * 256);
    if (raw.closed) raw = await RawClient.connect(server.socketPath);
    raw.write(bytes);
    // With the more-to-come flag there is no answer to wait for.
    if ((bytes[16]! & 2) === 0) await raw.reply();
    else raw.close();
    if (raw.socket.destroyed) await until(() => raw.closed);
  }
  raw.close();
  expect(await alive()).toBe(true);
});

test("a 47 MB message works, and what it held is given back", async () => {
  // With the real server's time limit: on a busy machine a message takes longer than the short limit of the tests
  // above.
  const patient = await startEmbeddedMongo({ dataDir: ":memory:" });
  const sender = await new MongoClient(patient.uri).connect();
  const c = sender.db("d").collection("big");
  const documents = Array.from({ length: 3 }, (_, n) => ({ _id: n as never, data: Buffer.alloc(15 * 1024 * 1024, n) }));
  await c.insertMany(documents);
  expect(await c.countDocuments()).toBe(3);
  await expect(c.insertOne({ data: Buffer.alloc(16 * 1024 * 1024) })).rejects.toThrow(/larger|large/);
  await c.drop();
  await sender.close();
  await patient.close();
});

test("many broken connections leave no memory behind", async () => {
  const collect = globalThis.gc ?? (() => undefined);
  const round = async () => {
    for (let count = 0; count < 100; count++) {
      const raw = await RawClient.connect(server.socketPath);
      const claimed = Buffer.alloc(64 * 1024);
      claimed.writeInt32LE(40_000_000, 0);
      raw.write(claimed);
      raw.close();
    }
    await until(
      async () =>
        ((await client.db("admin").command({ serverStatus: 1 }))["connections"] as { current: number }).current < 10,
    );
    collect();
    return process.memoryUsage().rss;
  };
  await round();
  const before = await round();
  for (let more = 0; more < 5; more++) await round();
  expect((await round()) - before).toBeLessThan(100 * 1024 * 1024);
});

test("a client that stalls inside a message is cut off", async () => {
  const raw = await RawClient.connect(server.socketPath);
  raw.write(message(serialize(PING)).subarray(0, 18));
  await until(() => raw.closed);
  expect(await alive()).toBe(true);
});

test("a client that does not read its replies is cut off, others go on", async () => {
  const c = client.db("d").collection("slow");
  await c.insertMany(Array.from({ length: 15 }, () => ({ data: "x".repeat(1024 * 1024) })));
  const raw = await RawClient.connect(server.socketPath);
  raw.socket.pause();
  const ask = message(serialize({ find: "slow", $db: "d" }));
  raw.write(ask);
  raw.write(ask);
  expect(await alive()).toBe(true);
  await until(async () => {
    const status = await client.db("admin").command({ serverStatus: 1 });
    return (status["connections"] as { current: number }).current < 5;
  });
  raw.close();
  await c.drop();
});

test("names of Object.prototype are ordinary fields", async () => {
  const c = client.db("d").collection("proto");
  await c.insertOne(JSON.parse('{"_id": 1, "__proto__": {"polluted": 1}, "constructor": 2, "toString": 3}') as never);
  expect(await c.countDocuments({ constructor: 2 })).toBe(1);
  expect(await c.countDocuments({ hasOwnProperty: { $exists: true } })).toBe(0);
  await c.updateOne({ _id: 1 as never }, { $set: { "a.__proto__.polluted": true } });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  const found = await c.aggregate([{ $project: { v: "$valueOf", k: "$toString" } }]).toArray();
  expect(found).toEqual([{ _id: 1, k: 3 }]);
  await expect(c.aggregate([{ $constructor: {} }]).toArray()).rejects.toMatchObject({ code: 40324 });
  await expect(c.aggregate([{ $project: { v: { $toString: 1, $constructor: 1 } } }]).toArray()).rejects.toMatchObject({
    code: 15983,
  });
});

test("unknown commands, options and databases are refused by name", async () => {
  const db = client.db("d");
  await expect(db.command({ mapReduce: "c" })).rejects.toMatchObject({ code: 59 });
  await expect(db.command({ find: "c", nonsense: 1 })).rejects.toMatchObject({ code: 40415 });
  await expect(db.command({ find: "a$b" })).rejects.toMatchObject({ code: 73 });
  await expect(db.command({ aggregate: "c", pipeline: [{ $changeStream: {} }], cursor: {} })).rejects.toMatchObject({
    code: 238,
  });
  await expect(db.collection("c").find({ $where: "1" }).toArray()).rejects.toMatchObject({ code: 238 });
  await expect(db.createCollection("x", { capped: true, size: 1000 })).rejects.toMatchObject({ code: 238 });
});

test("a request is stopped at maxTimeMS", async () => {
  const c = client.db("d").collection("many");
  await c.insertMany(Array.from({ length: 5000 }, (_, n) => ({ n, text: "abc".repeat(50) })));
  const slow = c
    .find({ text: /(a|b)*c{999}/ })
    .maxTimeMS(1)
    .toArray();
  await expect(slow).rejects.toMatchObject({ code: 50 });
});

test("work of several connections goes on while one sends garbage", async () => {
  const raw = await RawClient.connect(server.socketPath);
  const closed = once(raw.socket, "close");
  raw.write(Buffer.alloc(100, 255));
  await Promise.all(Array.from({ length: 20 }, (_, n) => client.db("d").collection("calm").insertOne({ n })));
  await closed;
  expect(await client.db("d").collection("calm").countDocuments()).toBe(20);
});
