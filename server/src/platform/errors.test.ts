import { describe, expect, it } from "vitest";
import mongoose from "mongoose";
import { brokenBulk } from "../../test/support/broken-bulk.ts";
import { AppError, toProblem } from "./errors.ts";

const fault = (properties: object) => Object.assign(new Error("secret words"), properties);

const labelled = (label: string) =>
  new mongoose.mongo.MongoServerError({ message: "secret words", code: 251, errorLabels: [label] });

describe("a fault as its sender hears it", () => {
  it.each([
    ["the line to the database broke", fault({ name: "MongoNetworkError" })],
    ["its pool was cleared", fault({ name: "MongoPoolClearedError" })],
    ["its pool was closed, since the driver had given the server up", fault({ name: "MongoPoolClosedError" })],
    ["the driver had given the server up", fault({ name: "MongoServerClosedError" })],
    ["it was no longer the one that writes", fault({ name: "MongoStalePrimaryError" })],
    ["no answer in time", fault({ name: "MongoOperationTimeoutError" })],
    ["nobody to ask", new mongoose.Error.MongooseServerSelectionError("none")],
    ["raw, from the socket", fault({ code: "EPIPE", syscall: "write" })],
    ["a conflict of writes that did not end", fault({ name: "MongoServerError", code: 112 })],
    ["a bulk write whose line broke", brokenBulk()],
    ["a transaction that the database no longer knows", labelled("TransientTransactionError")],
    ["the disk is full", fault({ code: "ENOSPC", syscall: "write" })],
  ])("%s: unavailable, to be tried again", (_name, error) => {
    expect(toProblem(error, "r")).toMatchObject({ status: 503, code: "unavailable", retryable: true });
  });

  it("all others are internal and show nothing", () => {
    for (const error of [fault({ code: "ENOENT" }), fault({ name: "MongoServerError", code: 11_000 }), "x", null]) {
      const problem = toProblem(error, "r");
      expect(problem).toMatchObject({ status: 500, code: "internal" });
      expect(JSON.stringify(problem)).not.toContain("secret");
    }
  });

  it("an error on purpose keeps its code", () => {
    expect(toProblem(new AppError("slot_unavailable"), "r")).toMatchObject({ status: 409, code: "slot_unavailable" });
  });
});
