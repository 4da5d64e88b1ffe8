import path from "node:path";
import { openEmbeddedMongo } from "@fuzhen/embedded-mongo";
import express from "express";
import mongoose from "mongoose";

// What a booking would be with nothing but its libraries: one durable insert by the driver under one unique index, no rights, no
// seals, no trail. It works on the database of the server that runs on DATA_DIR, so that both meet the same disk. Prints its
// port, and ends with its parent.
const database = await openEmbeddedMongo({ dataDir: path.resolve(process.env.DATA_DIR ?? "", "db") });
await mongoose.connect(database.uri, { maxPoolSize: 200 });
const bookings = mongoose.connection.collection("bare_bookings");
await bookings.createIndex({ specialistId: 1, start: 1 }, { unique: true });

const app = express();
app.use(express.json());
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 hands a rejection on
app.post("/appointments", async (req, res) => {
  const { specialistId, start, patientId } = req.body as Record<string, string>;
  try {
    const row = { specialistId, start: new Date(start ?? ""), patientId, at: new Date() };
    const { insertedId } = await bookings.insertOne(row, { writeConcern: { w: "majority" } });
    res.status(201).json({ id: insertedId });
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === 11_000;
    res.status(taken ? 409 : 500).json({});
  }
});
const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" && address ? address.port : 0}\n`);
});
process.stdin.resume().once("end", () => process.exit(0));
