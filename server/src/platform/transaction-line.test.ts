import { describe, expect, it } from "vitest";
import { createTransactionLine } from "./transaction-line.ts";

describe("the line of transactions", () => {
  it("lets so many in at once and the others after them, in order", async () => {
    const line = createTransactionLine({ atOnce: 2, waitMs: 5000 });
    let [inside, most] = [0, 0];
    const order: number[] = [];
    const work = (n: number) =>
      line.run(async () => {
        order.push(n);
        most = Math.max(most, ++inside);
        await Promise.resolve();
        inside -= 1;
        return n;
      });
    expect(await Promise.all([0, 1, 2, 3, 4].map(work))).toEqual([0, 1, 2, 3, 4]);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  it("turns away who has waited too long, with the time to come again, and never begins their work", async () => {
    const line = createTransactionLine({ atOnce: 1, waitMs: 20 });
    const { promise, resolve } = Promise.withResolvers<string>();
    const first = line.run(() => promise);
    let begun = false;
    const late = line.run(() => {
      begun = true;
      return Promise.resolve();
    });
    await expect(late).rejects.toMatchObject({ code: "busy", retryAfter: 2 });
    resolve("done");
    expect(await first).toBe("done");
    await line.run(() => Promise.resolve());
    expect(begun).toBe(false);
  });

  it("ends tries that go on for too long", async () => {
    const line = createTransactionLine({ atOnce: 1, waitMs: 20 });
    let tries = 0;
    const endless = line.run(async (again) => {
      for (;;) {
        again();
        tries++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    await expect(endless).rejects.toMatchObject({ code: "busy" });
    expect(tries).toBeGreaterThan(1);
    expect(await line.run(() => Promise.resolve(1))).toBe(1);
  });

  it("passes on what the work throws", async () => {
    const line = createTransactionLine({ atOnce: 1, waitMs: 1000 });
    await expect(line.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});
