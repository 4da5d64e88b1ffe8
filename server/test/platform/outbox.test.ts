import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../../src/platform/database.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { createOutbox, newId, recordFact, type FactConsumer } from "../../src/platform/outbox.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  // Otherwise the app's own outbox would deliver the facts of these tests.
  await app.app.stop();
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
    // The app's outbox is not woken: these facts are for the outbox under test.
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
    // The second is marked done after it was told.
    await expect.poll(() => outbox.pending()).toBe(1);
    await outbox.stop();
  });

  it("once hears the fact again, however much has come later", async () => {
    const told: string[] = [];
    let fails = true;
    const once: FactConsumer = async ({ entity }) => {
      if (fails) throw new Error("not now");
      told.push(entity.id);
    };
    const ctx = { ...app.ctx, pokeOutbox: () => undefined };
    const record = async (id: string) => {
      const entity = { type: "Organization", id };
      const fact = { type: "organization:added", patientId: null, entity, data: { organizationId: id } } as const;
      await inTransaction(ctx, () => recordFact(ctx, fact));
      return id;
    };
    const outbox = createOutbox(app.app.services, [once]);
    const first = await record(newId());
    outbox.poke();
    await expect.poll(async () => (await OutboxModel.findOne({ "entity.id": first }).lean())?.attempts).toBe(1);
    await outbox.stop();
    const later: string[] = [];
    for (let more = 0; more < 20; more++) later.push(await record(newId()));
    fails = false;
    app.advance(120_000);
    const again = createOutbox(app.app.services, [once]);
    again.poke();
    await expect.poll(() => told.filter((id) => later.includes(id))).toEqual(later);
    expect(told.indexOf(first)).toBeGreaterThanOrEqual(0);
    expect(told.indexOf(first)).toBeLessThan(told.indexOf(later.at(-1) ?? ""));
    await again.stop();
  });
});
