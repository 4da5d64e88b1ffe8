import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { startEmbeddedMongo, type EmbeddedMongo } from "@fuzhen/embedded-mongo";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDatabase, disconnectDatabase } from "../../src/platform/database.ts";

const RowModel = mongoose.model("LostConnectionRow", new mongoose.Schema({ n: Number }, { collection: "lost_rows" }));
const sockets = new Set<Socket>();
const note = (told: unknown) => void sockets.add((told as { socket: Socket }).socket);

let database: EmbeddedMongo;
beforeAll(async () => {
  subscribe("net.client.socket", note);
  database = await startEmbeddedMongo({ dataDir: ":memory:" });
  await connectDatabase(database.uri);
});
afterAll(async () => {
  unsubscribe("net.client.socket", note);
  await disconnectDatabase();
  mongoose.deleteModel(/^LostConnection/);
  await database.close();
});

// Between the end of a socket and its word of it, the driver knows of nothing; it wrote into such a one and waited for ever
// (patches/mongodb@7.8.0.patch).
test.each([
  ["a read", () => RowModel.findOne({ n: 1 }).lean()],
  ["a write", () => RowModel.collection.insertOne({ n: 2 })],
])("%s on a connection that has just been lost is made on another", async (_what, ask) => {
  await RowModel.create({ n: 1 });
  for (const socket of sockets) socket.destroy();
  expect(await ask()).toBeTruthy();
});
