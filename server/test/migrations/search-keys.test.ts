import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FoundSpecialists } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { migrate } from "../../src/migrations/migrate.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let house: TestApp;
let specialist: TestSpecialist;
beforeAll(async () => {
  house = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  specialist = await makeSpecialist(house, { name: "陈静宜", diseases: ["慢性肾脏病"] });
});
afterAll(() => house.close());

const rows = (name: string) => mongoose.connection.collection(name);
const found = async (q: string) =>
  (await house.call<FoundSpecialists>("GET", `/specialists?q=${encodeURIComponent(q)}`)).data;

test("a specialist of the release before is found under other names of a disease after the start, also when it runs twice", async () => {
  await rows("specialists").updateMany({}, { $set: { searchKeys: ["陈静宜", "chenjingyi", "cjy", "慢性肾脏病"] } });
  await rows("migrations").deleteOne({ _id: "search-keys" as never });
  // Only as somebody of a department nearby.
  expect(await found("尿毒症")).toMatchObject({ near: true });
  await migrate(house.ctx);
  await migrate(house.ctx);
  for (const q of ["尿毒症", "慢性肾衰竭", "mxszb", "程静宜"])
    expect(await found(q)).toMatchObject({ near: false, items: [{ id: specialist.specialistId }] });
});
