import { expect, test } from "@playwright/test";
import { runFaults } from "../../support/faults/run-faults.ts";

test("killed under load, server and database keep what they acknowledged, each once", async () => {
  // Starts the product four times; `bench faults` is the same with a hundred kills.
  test.setTimeout(300_000);
  const report = await runFaults(4, () => undefined);
  expect(report).toMatchObject({ kills: 4, databaseKills: 1, lost: [], doubled: [], broken: [], internal: 0 });
  expect(report.acknowledged).toBeGreaterThan(30);
});
