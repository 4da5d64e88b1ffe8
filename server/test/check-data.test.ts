import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataChecks } from "../src/modules/data-checks.ts";
import { runDataChecks, type CheckResult, type DataCheck } from "../src/platform/data-check.ts";
import { UserModel } from "../src/modules/accounts/user.model.ts";
import { makeConsultation } from "./make-consultation.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await makeConsultation(app);
  await app.settled();
});
afterAll(() => app.close());

async function check(checks: readonly DataCheck[] = dataChecks): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for await (const result of runDataChecks(checks, app.app.services)) results.push(result);
  return results;
}
const findings = async () =>
  (await check()).flatMap(({ name, broken }) => broken.map(({ row, why }) => `${name} ${row}: ${why}`));

describe("check-data", () => {
  it("finds nothing in sound data, and has looked at rows", async () => {
    const results = await check();
    expect(results.flatMap(({ broken }) => broken)).toEqual([]);
    expect(results.find(({ name }) => name === "database.store-sound")?.rows).toBeGreaterThan(10);
  });

  it("believes only what it sees twice: a row in the middle of a change is no break", async () => {
    let run = 0;
    const flicker: DataCheck = {
      name: "test.flicker",
      async run({ broken }) {
        broken("always", "gone");
        if (run++ === 0) broken("once", "gone");
      },
    };
    expect(await check([flicker])).toMatchObject([{ broken: [{ row: "always", why: "gone" }] }]);
  });

  it("database.indexes-as-declared: an index that is gone", async () => {
    await UserModel.collection.dropIndex("phoneLookup_1");
    expect(await findings()).toEqual(['database.indexes-as-declared users {"phoneLookup":1}: missing or different']);
    await UserModel.createIndexes();
    expect(await findings()).toEqual([]);
  });

  it("database.indexes-as-declared: an index of that key that is not unique", async () => {
    await UserModel.collection.dropIndex("phoneLookup_1");
    await UserModel.collection.createIndex({ phoneLookup: 1 });
    expect(await findings()).toEqual(['database.indexes-as-declared users {"phoneLookup":1}: missing or different']);
    await UserModel.collection.dropIndex("phoneLookup_1");
    await UserModel.createIndexes();
  });
});
