import { describe, expect, it } from "vitest";
import { Types } from "../../../platform/database.ts";
import { turnsAfter } from "./reading-turns.ts";

const [flood, other] = [new Types.ObjectId(), new Types.ObjectId()];
const quick = (ownerUserId = flood) => ({ ownerUserId, slow: false });
const slow = (ownerUserId = flood) => ({ ownerUserId, slow: true });
const looked = { rank: 0 };
const conditions = (...args: Parameters<typeof turnsAfter>) => turnsAfter(...args).map(({ where }) => where);

describe("whose file is read next", () => {
  it("what somebody has open, then anybody's while nobody's is", () => {
    expect(conditions([], 2)).toEqual([looked, {}]);
    expect(turnsAfter([], 2)[1]?.sort).toEqual({ rank: 1, dueAt: 1 });
  });

  it("with two readers one owner has one of them, whatever waits", () => {
    expect(conditions([quick()], 2)).toEqual([looked, { ownerUserId: { $nin: [flood] } }]);
  });

  it("with four readers one owner has three while nobody else waits, and others come first", () => {
    const fair = { ownerUserId: { $nin: [flood] } };
    expect(conditions([quick()], 4)).toEqual([looked, fair, {}]);
    expect(conditions([quick(), quick(), quick()], 4)).toEqual([looked, fair]);
  });

  it("files that take long have one reader, of however many accounts", () => {
    expect(conditions([slow()], 4).map((where) => where?.slow)).toEqual([false, false, false]);
    expect(conditions([quick(other)], 4).map((where) => where?.slow)).toEqual([undefined, undefined, undefined]);
  });
});
