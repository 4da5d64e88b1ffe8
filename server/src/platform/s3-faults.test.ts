import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startS3Server, type S3Server } from "../../test/support/s3-server.ts";
import { readEnv } from "../env.ts";
import type { ByteStore } from "./byte-store.ts";
import { createLogger } from "./logger.ts";
import { createS3Bytes } from "./s3-bytes.ts";
import { s3Settings, type S3Settings } from "./s3-settings.ts";

let server: S3Server;
let store: ByteStore;
const logged: string[] = [];
const log = createLogger("info", { write: (line: string) => void logged.push(line) });
const settings = (more: Record<string, string> = {}): S3Settings => {
  const found = s3Settings(readEnv({ NODE_ENV: "test", ...server.env, S3_PREFIX: "fuzhen/", ...more }));
  if (!found) throw new Error("the settings name no bucket");
  return found;
};
beforeAll(async () => {
  server = await startS3Server();
  store = createS3Bytes(settings(), log);
});
afterEach(() => server.mend());
afterAll(() => server.close());

const large = randomBytes(12_000_000);
const all = async (key: string) => {
  const opened = await store.open(key);
  return opened && buffer(opened.read(0, opened.size - 1));
};

test("a bucket that is away is `unavailable` to everybody, is told in the log without keys, and loses nothing", async () => {
  await store.write("a/kept", [large]);
  server.breakBy(() => "refuse");
  const tries = [
    () => store.write("a/new", [Buffer.alloc(9)]),
    () => store.write("a/kept", [large]),
    () => store.open("a/kept"),
    () => store.remove("a/kept"),
    () => store.keys()[Symbol.asyncIterator]().next(),
  ];
  for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ name: "AppError", code: "unavailable" });
  expect(logged.join("")).toContain("the bucket does not answer");
  expect(logged.join("")).not.toContain("a/kept");
  server.mend();
  expect((await all("a/kept"))?.equals(large)).toBe(true);
  expect(await store.open("a/new")).toBeNull();
});

test("a request that is refused or cut once is asked again, and nobody notices", async () => {
  const seen = new Set<string>();
  const once = (fault: "refuse" | "cut" | "lose") => (request: { method: string; url: string }) => {
    const name = `${request.method} ${request.url}`;
    return seen.has(name) ? null : (seen.add(name), fault);
  };
  server.breakBy(once("refuse"));
  await store.write("a/b", [large]);
  seen.clear();
  server.breakBy(once("lose"));
  await store.write("a/c", [Buffer.from("small")]);
  seen.clear();
  server.breakBy(once("refuse"));
  expect((await all("a/b"))?.equals(large)).toBe(true);
  expect((await all("a/c"))?.toString()).toBe("small");
});

test("an object whose part does not arrive is not there, and its other parts are given up", async () => {
  await store.write("a/b", [Buffer.from("before")]);
  server.breakBy(({ url }) => (url.includes("partNumber=2") ? "refuse" : null));
  server.asked();
  await expect(store.write("a/b", [large])).rejects.toMatchObject({ code: "unavailable" });
  expect(server.asked().some((asked) => asked.startsWith("DELETE") && asked.includes("uploadId="))).toBe(true);
  server.mend();
  expect((await all("a/b"))?.toString()).toBe("before");
});

test("an answer that breaks off in the middle ends in `unavailable`, never in fewer bytes", async () => {
  await store.write("a/b", [large]);
  const opened = await store.open("a/b");
  server.breakBy(() => "cut");
  await expect(buffer(opened?.read(0, large.length - 1) ?? Readable.from([]))).rejects.toMatchObject({
    code: "unavailable",
  });
});

test("a bucket that takes a request and says nothing is given up", async () => {
  const hasty = createS3Bytes(settings(), log, { requestTimeout: 200, throwOnRequestTimeout: true });
  server.breakBy(() => "hang");
  await expect(hasty.open("a/b")).rejects.toMatchObject({ code: "unavailable" });
});

test.each([
  ["a key that nobody knows", { S3_ACCESS_KEY_ID: "SOMEBODY" }],
  ["no such bucket", { S3_BUCKET: "elsewhere" }],
  ["nobody at that address", { S3_ENDPOINT: "http://127.0.0.1:9" }],
])("%s is said, and no missing object", async (_, wrong) => {
  const astray = createS3Bytes(settings(wrong), log);
  await expect(astray.write("a/b", [Buffer.alloc(1)])).rejects.toMatchObject({ code: "unavailable" });
  await expect(astray.keys()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "unavailable" });
});

test("parts of a writer that was killed go after a day, those of one at work stay", async () => {
  server.sayBegun([
    { key: "fuzhen/a/old", id: "11", at: new Date(Date.now() - 25 * 3_600_000).toISOString() },
    { key: "fuzhen/a/new", id: "22", at: new Date().toISOString() },
  ]);
  server.asked();
  await store.dropUnfinished();
  const given = server.asked().filter((asked) => asked.startsWith("DELETE"));
  expect(given).toHaveLength(1);
  expect(given[0]).toContain("/a/old?");
});

test("settings of a bucket without its keys or the master key are refused by name", () => {
  for (const name of ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "MASTER_KEY"])
    expect(() => readEnv({ NODE_ENV: "test", ...server.env, [name]: "" })).toThrow(name);
  expect(() => settings({ S3_PREFIX: "no-slash" })).toThrow("S3_PREFIX");
});
