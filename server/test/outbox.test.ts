import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../src/platform/database.ts";
import { createOutbox, newId, recordFact, type FactConsumer } from "../src/platform/outbox.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

describe("a consumer that throws", () => {
  it("keeps its fact from no other consumer, and holds up no later fact", async () => {
    const heard: string[] = [];
    const told: string[] = [];
    const bad = newId();
    const good = newId();
    const throwing: FactConsumer = async ({ entity }) => {
      if (entity.id === bad) throw new Error("poison");
      told.push(entity.id);
    };
    const listening: FactConsumer = async ({ entity }) => void heard.push(entity.id);
    // Not poked by the app's own: these facts are for the outbox under test.
    const ctx = { ...app.ctx, pokeOutbox: () => undefined };
    const outbox = createOutbox(app.app.services, [throwing, listening]);
    for (const id of [bad, good])
      await inTransaction(ctx, () =>
        recordFact(ctx, {
          type: "organization:added",
          patientId: null,
          entity: { type: "Organization", id },
          data: { organizationId: id },
        }),
      );
    outbox.poke();
    await expect.poll(() => told).toEqual([good]);
    expect(heard).toEqual([bad, good]);
    expect(await outbox.pending()).toBe(1);
    await outbox.stop();
  });
});
