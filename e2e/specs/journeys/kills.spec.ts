import { expect, test } from "../../fixtures/people.ts";
import { runFaults } from "../../support/faults/run-faults.ts";

test("killed under load, server and database keep what they acknowledged, each once", async () => {
  // In a long run alone. The first takes the database alone, then the server; `bench faults` is the same with a hundred kills.
  const kills = 8;
  test.setTimeout(600_000);
  const report = await runFaults(kills, () => undefined);
  const databaseKills = Math.ceil(kills / 4);
  expect(report).toMatchObject({ kills, databaseKills, lost: [], doubled: [], broken: [], internal: [] });
  expect(report.acknowledged).toBeGreaterThan(7 * kills);
});
