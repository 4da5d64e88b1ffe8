import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CommittedFact } from "../../src/platform/committed-fact.ts";
import { inTransaction } from "../../src/platform/database.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { createOutbox } from "../../src/platform/deliver-facts.ts";
import { outboxState } from "../../src/platform/outbox-state.ts";
import { WorkModel } from "../../src/platform/work/work.model.ts";
import { newId, recordFact, type FactConsumer } from "../../src/platform/outbox.ts";
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
    const throwing: FactConsumer = {
      name: "throwing",
      async deliver({ entity }) {
        if (entity.id === bad) throw new Error("poison");
        told.push(entity.id);
      },
    };
    const listening: FactConsumer = { name: "listening", deliver: async ({ entity }) => void heard.push(entity.id) };
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
    outbox.take();
    await expect.poll(() => told).toEqual([good]);
    expect(heard).toEqual([bad, good]);
    // The second is marked done after it was told.
    await expect.poll(() => outbox.pending()).toBe(1);
    await outbox.stop();
  });

  it("once hears the fact again, however much has come later", async () => {
    const told: string[] = [];
    let fails = true;
    const once: FactConsumer = {
      name: "once",
      async deliver({ entity }) {
        if (fails) throw new Error("not now");
        told.push(entity.id);
      },
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
    outbox.take();
    await expect.poll(async () => (await OutboxModel.findOne({ "entity.id": first }).lean())?.attempts).toBe(1);
    await outbox.stop();
    const later: string[] = [];
    for (let more = 0; more < 20; more++) later.push(await record(newId()));
    fails = false;
    app.advance(120_000);
    const again = createOutbox(app.app.services, [once]);
    again.take();
    await expect.poll(() => told.filter((id) => later.includes(id))).toEqual(later);
    expect(told.indexOf(first)).toBeGreaterThanOrEqual(0);
    expect(told.indexOf(first)).toBeLessThan(told.indexOf(later.at(-1) ?? ""));
    await again.stop();
  });
});

it("a fact that was told from memory between the lease of a look and its reading is told once", async () => {
  const told: string[] = [];
  const telling: FactConsumer = { name: "telling", deliver: async ({ entity }) => void told.push(entity.id) };
  const committed: CommittedFact[] = [];
  const ctx = { ...app.ctx, pokeOutbox: (facts: readonly CommittedFact[] = []) => void committed.push(...facts) };
  const outbox = createOutbox(app.app.services, [telling]);
  const id = newId();
  await inTransaction(ctx, () =>
    recordFact(ctx, {
      type: "organization:added",
      patientId: null,
      entity: { type: "Organization", id },
      data: { organizationId: id },
    }),
  );
  expect(committed.map(({ entity }) => entity.id)).toEqual([id]);
  // A look has leased the row; before it has read what it leased, the process that made the change delivers and marks it.
  const delivered: string[] = [];
  const { collection } = OutboxModel;
  const updateMany = collection.updateMany.bind(collection);
  const leasing = vi.spyOn(collection, "updateMany").mockImplementationOnce(async (...args) => {
    const done = await updateMany(...args);
    outbox.take(committed);
    await vi.waitFor(async () => expect(await OutboxModel.countDocuments({ "entity.id": id, pending: true })).toBe(0));
    await vi.waitFor(() => expect(delivered).toContain("organization:added"));
    return done;
  });
  const hush = app.app.services.signals.on("delivery", ({ type }) => void delivered.push(type));
  outbox.take();
  await expect.poll(() => leasing.mock.calls.length).toBeGreaterThan(1);
  await outbox.stop();
  hush();
  leasing.mockRestore();
  expect(told).toEqual([id]);
});

/** Facts of one entity each, recorded one after the other, left in the database. */
async function recordAll(entityIds: readonly string[]): Promise<void> {
  const ctx = { ...app.ctx, pokeOutbox: () => undefined };
  for (const id of entityIds)
    await inTransaction(ctx, () =>
      recordFact(ctx, {
        type: "organization:added",
        patientId: null,
        entity: { type: "Organization", id },
        data: { organizationId: id },
      }),
    );
}

describe("facts of many entities", () => {
  it("are in order within each, and none waits for another's slow consumer", async () => {
    const [slow, quick] = [newId(), newId()];
    await recordAll([slow, quick, slow, quick, slow]);
    const told: string[] = [];
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const under = new Map<string, number>();
    let together = 0;
    const consumer: FactConsumer = {
      name: "ordered",
      async deliver({ id, entity }) {
        under.set(entity.id, (under.get(entity.id) ?? 0) + 1);
        together = Math.max(together, ...under.values());
        if (entity.id === slow) await held;
        under.set(entity.id, (under.get(entity.id) ?? 1) - 1);
        told.push(`${entity.id} ${id}`);
      },
    };
    const outbox = createOutbox(app.app.services, [consumer]);
    outbox.take();
    await expect.poll(() => told.length).toBe(2);
    expect(told.every((line) => line.startsWith(quick))).toBe(true);
    goOn();
    await expect.poll(() => told.length).toBe(5);
    const ofSlow = told.filter((line) => line.startsWith(slow));
    expect(ofSlow).toEqual(ofSlow.toSorted());
    expect(together).toBe(1);
    await outbox.stop();
  });

  it("that one consumer fails to take are told again to that one alone, and spoil nothing for the others of their batch", async () => {
    const ids = [newId(), newId(), newId()];
    await recordAll(ids);
    const rooms: string[] = [];
    const trail: string[] = [];
    let bad: string | undefined = ids[1];
    const told: FactConsumer = { name: "told", deliver: async ({ entity }) => void rooms.push(entity.id) };
    const kept: FactConsumer = {
      name: "kept",
      async deliverAll(facts) {
        if (facts.some(({ entity }) => entity.id === bad)) throw new Error("poison");
        trail.push(...facts.map(({ entity }) => entity.id));
      },
    };
    const outbox = createOutbox(app.app.services, [told, kept]);
    outbox.take();
    await expect.poll(() => outbox.pending()).toBe(1);
    await expect.poll(async () => (await OutboxModel.findOne({ "entity.id": ids[1] }).lean())?.had).toEqual(["told"]);
    expect(new Set(trail)).toEqual(new Set([ids[0], ids[2]]));
    bad = undefined;
    app.advance(120_000);
    outbox.take();
    await expect.poll(() => outbox.pending()).toBe(0);
    expect([rooms.toSorted(), trail.toSorted()]).toEqual([ids.toSorted(), ids.toSorted()]);
    await outbox.stop();
  });
});

describe("facts that a dead process has left to several", () => {
  it("are each delivered once, those of one entity by one of them and in order, also where it is in the midst of them", async () => {
    const entities = [newId(), newId(), newId()];
    const order: string[] = [];
    for (let more = 0; more < 120; more++) order.push(entities[more % 2] ?? "");
    order.push(entities[2] ?? "");
    await recordAll(order);
    app.advance(120_000);
    const told: { entity: string; id: string; by: string }[] = [];
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const by = (name: string): FactConsumer => ({
      name: "telling",
      async deliver({ id, entity }) {
        if (entity.id === entities[0]) await held;
        told.push({ entity: entity.id, id, by: name });
      },
    });
    const both = ["a", "b"].map((name) => createOutbox(app.app.services, [by(name)], { shared: true }));
    for (const outbox of both) outbox.take();
    // The last stands behind more than one of them takes at once, and waits for no entity but its own.
    await expect.poll(() => new Set(told.map(({ entity }) => entity))).toEqual(new Set(entities.slice(1)));
    goOn();
    await expect.poll(() => told.length).toBe(order.length);
    await expect.poll(() => both[0]?.pending()).toBe(0);
    for (const outbox of both) await outbox.stop();
    for (const entity of entities) {
      const some = told.filter((one) => one.entity === entity);
      expect(some.map(({ id }) => id)).toEqual([...new Set(some.map(({ id }) => id))].toSorted());
      expect(new Set(some.map((one) => one.by)).size).toBe(1);
    }
    expect(await WorkModel.countDocuments({ kind: "facts" })).toBe(0);
  });

  it("as the release before wrote them: put off under a lease of its own, or taken by it", async () => {
    const [putOff, taken] = [newId(), newId()];
    await recordAll([putOff, taken]);
    app.advance(120_000);
    const before = { attempts: 3, lease: "of the release before" };
    const over = new Date(app.ctx.now().getTime() - 1);
    await OutboxModel.updateOne({ "entity.id": putOff }, { $set: { ...before, dueAt: over, leasedUntil: null } });
    await OutboxModel.updateOne({ "entity.id": taken }, { $set: { ...before, leasedUntil: over } });
    const told: string[] = [];
    let fails = true;
    const outbox = createOutbox(app.app.services, [
      {
        name: "telling",
        async deliver({ entity }) {
          if (fails) throw new Error("not now");
          told.push(entity.id);
        },
      },
    ]);
    outbox.take();
    const state = () => OutboxModel.find({ "entity.id": { $in: [putOff, taken] } }, { attempts: 1, lease: 1 }).lean();
    await expect.poll(async () => (await state()).map(({ attempts }) => attempts)).toEqual([4, 4]);
    await expect.poll(async () => (await state()).map(({ lease }) => lease)).toEqual([null, null]);
    fails = false;
    app.advance(60_000);
    outbox.take();
    await expect.poll(() => told.toSorted()).toEqual([putOff, taken].toSorted());
    await outbox.stop();
  });

  it("and that failed a hundred times is set aside, shown as such, and tried again by the next start", async () => {
    const poison = newId();
    await recordAll([poison]);
    await OutboxModel.updateOne({ "entity.id": poison }, { $set: { attempts: 99 } });
    let fails = true;
    const told: string[] = [];
    const consumer: FactConsumer = {
      name: "telling",
      async deliver({ entity }) {
        if (fails) throw new Error("poison");
        told.push(entity.id);
      },
    };
    const outbox = createOutbox(app.app.services, [consumer]);
    outbox.take();
    const failing = async () => (await outboxState(0)).failing;
    await expect.poll(failing).toEqual([{ type: "organization:added", count: 1, attempts: 100, parked: 1 }]);
    app.advance(120_000);
    outbox.take();
    await outbox.stop();
    expect(await failing()).toMatchObject([{ attempts: 100 }]);
    fails = false;
    const next = createOutbox(app.app.services, [consumer]);
    await next.start();
    await expect.poll(() => told).toEqual([poison]);
    await next.stop();
  });
});
