import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import express from "express";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cutWhenStill } from "../../src/http/cut-when-still.ts";
import { perAddress } from "../../src/http/per-address.ts";
import { createLines } from "../../src/platform/lines.ts";

/** More than any buffer between the two takes in. */
const LARGE = 64 * 1024 * 1024;
const pieces = function* () {
  for (let sent = 0; sent < LARGE; sent += 65_536) yield Buffer.alloc(65_536);
};

let port = 0;
let server: ReturnType<express.Express["listen"]>;
const lines: Socket[] = [];
beforeEach(async () => {
  const app = express();
  const limits = { consume: () => Promise.resolve() } as unknown as Parameters<typeof perAddress>[0]["limits"];
  app.get("/still", (req, res) => {
    cutWhenStill(req, 300);
    Readable.from(pieces()).pipe(res);
  });
  app.use(perAddress({ limits, lines: createLines() }));
  app.get("/small", (_req, res) => void res.send("ok"));
  app.get("/large", (_req, res) => void Readable.from(pieces()).pipe(res));
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  for (const line of lines.splice(0)) line.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** Asks for something and never reads what comes; `cut` when the server has had enough. */
async function neverReads(path: string): Promise<{ line: Socket; cut: Promise<unknown> }> {
  const line = connect(port, "127.0.0.1").pause();
  lines.push(line);
  await once(line, "connect");
  line.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  // Being cut is the point.
  line.on("error", () => undefined);
  return { line, cut: once(line, "close") };
}
const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();

const open = () =>
  new Promise<number>((resolve) => server.getConnections((error, count) => resolve(error ? Number.NaN : count)));

it("who never reads keeps no place that others behind the same address wait for", async () => {
  for (let i = 0; i < 30; i++) await neverReads("/large");
  const began = performance.now();
  expect(await ask("/small")).toBe("ok");
  // Two rounds of one second, on a machine with other work.
  expect(performance.now() - began).toBeLessThan(8000);
});

it("of lines that are not read an address has a hundred; the oldest goes", async () => {
  for (let i = 0; i < 130; i++) await neverReads("/large");
  expect(await open()).toBe(130);
  await expect.poll(open).toBe(100);
});

it("a line on which nothing moves is cut; one that is read by the drop goes on", async () => {
  const { line, cut } = await neverReads("/still");
  const slow = await neverReads("/still");
  let taken = 0;
  slow.line.on("data", (bytes: Buffer) => (taken += bytes.length)).resume();
  await expect.poll(() => taken).toBeGreaterThan(LARGE);
  await expect.poll(open).toBeLessThanOrEqual(1);
  line.resume();
  await cut;
  expect(line.bytesRead).toBeLessThan(LARGE);
});
