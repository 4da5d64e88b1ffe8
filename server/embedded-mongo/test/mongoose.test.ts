import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import type { EmbeddedMongo } from "../src/index.ts";

let server: EmbeddedMongo;
let connection: mongoose.Connection;

beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir: ":memory:" });
  connection = await mongoose.createConnection(server.uri).asPromise();
});
afterAll(async () => {
  await connection.close();
  await server.close();
});

test("50 parallel bookings of one slot under a partial unique index: exactly one wins", async () => {
  const schema = new mongoose.Schema({ slot: String, patient: Number, state: String });
  schema.index({ slot: 1 }, { unique: true, partialFilterExpression: { state: "active" } });
  const Booking = connection.model("Booking", schema);
  await Booking.init();
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, (_, patient) => Booking.create({ slot: "09:00", patient, state: "active" })),
  );
  const lost = results
    .filter((result) => result.status === "rejected")
    .map((result) => result.reason as { code: number });
  expect(lost).toHaveLength(49);
  expect(new Set(lost.map((error) => error.code))).toEqual(new Set([11000]));
  await Booking.updateOne({ slot: "09:00" }, { state: "cancelled" });
  await Booking.create({ slot: "09:00", patient: 99, state: "active" });
  expect(await Booking.countDocuments({ slot: "09:00" })).toBe(2);
});

test("30 parallel transfers in transactions keep the sum", async () => {
  const Account = connection.model("Account", new mongoose.Schema({ _id: String, balance: Number }));
  await Account.create([
    { _id: "a", balance: 100 },
    { _id: "b", balance: 100 },
  ]);
  await Promise.all(
    Array.from({ length: 30 }, () =>
      connection.transaction(async (session) => {
        await Account.updateOne({ _id: "a" }, { $inc: { balance: -1 } }, { session });
        await Account.updateOne({ _id: "b" }, { $inc: { balance: 1 } }, { session });
      }),
    ),
  );
  expect(await Account.find().sort({ _id: 1 }).lean()).toMatchObject([{ balance: 70 }, { balance: 130 }]);
});
