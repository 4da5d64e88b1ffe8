import { long } from "../../support/long.ts";
import { runFuzz } from "../../support/fuzz.ts";
import { expect, journey } from "../../fixtures/people.ts";

const test = journey({ TRUST_PROXY: "1", LOG_LEVEL: "error" });
test.describe.configure({ timeout: 300_000 });

const requests = long ? 4000 : 120;

test(`${requests} hostile requests: no fault, no hang, nothing told to strangers`, async ({ stack }) => {
  const complaints: string[] = [];
  const complain = (line: string) => void complaints.push(line);
  const { statuses, ...result } = await runFuzz(stack.url, { requests, seed: 7, complain });
  expect(complaints).toEqual([]);
  expect(result).toMatchObject({ requests, status5xx: 0, hangs: 0, broken: 0, leaked: 0 });
  // Most got past the limits, and enough were fine to have gone deep.
  expect(result.limited).toBeLessThan(requests / 5);
  expect(statuses["200"] ?? 0).toBeGreaterThan(requests / 20);
});
