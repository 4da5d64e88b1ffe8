import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { stopInOrder } from "./stop-in-order.ts";

it("stops each part after the one before it, also after one that failed, and tells which that was", async () => {
  const stopped: string[] = [];
  const told: unknown[] = [];
  await stopInOrder(
    { debug: () => undefined, error: (line: object) => void told.push(line) },
    {
      requests: async () => {
        await setTimeout(1);
        stopped.push("requests");
      },
      outbox: () => Promise.reject(new TypeError("connection to 10.0.0.1 closed")),
      metrics: () => {
        throw new RangeError("not open");
      },
      database: () => void stopped.push("database"),
    },
  );
  expect(stopped).toEqual(["requests", "database"]);
  expect(told).toMatchObject([
    { part: "outbox", error: { name: "TypeError" } },
    { part: "metrics", error: { name: "RangeError" } },
  ]);
  expect(JSON.stringify(told)).not.toContain("10.0.0.1");
});
