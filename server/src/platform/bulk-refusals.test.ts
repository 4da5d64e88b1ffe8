import mongoose from "mongoose";
import { describe, expect, it } from "vitest";
import { brokenBulk } from "../../test/support/broken-bulk.ts";
import { onlyDoubles, refusalsOf } from "./bulk-refusals.ts";

const refused = (...codes: number[]) =>
  Reflect.construct(mongoose.mongo.MongoBulkWriteError, [
    { message: "refused", code: codes[0], writeErrors: codes.map((code, index) => ({ index, code, errmsg: "" })) },
    { getWriteConcernError: () => undefined },
  ]) as Error;

describe("a bulk insert that failed", () => {
  it("by a broken line tells nothing of any document: none counts as stored", () => {
    expect(refusalsOf(brokenBulk())).toBeNull();
    expect(onlyDoubles(brokenBulk())).toBe(false);
  });

  it("names the documents that were refused", () => {
    expect([...(refusalsOf(refused(11_000, 121)) ?? new Map()).keys()]).toEqual([0, 1]);
  });

  it.each([
    [[11_000], true],
    [[11_000, 11_000], true],
    [[11_000, 112], false],
  ])("%j: only doubles is %s", (codes, only) => {
    expect(onlyDoubles(refused(...codes))).toBe(only);
  });
});
