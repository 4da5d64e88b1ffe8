import { afterAll, beforeAll, expect, it } from "vitest";
import { appendAlone } from "../../src/modules/consultations/append-entry.ts";
import { findConsultation } from "../../src/modules/consultations/consultation.repo.ts";
import { MessageModel } from "../../src/modules/consultations/message.model.ts";
import { Types } from "../../src/platform/database.ts";
import type { CommittedFact } from "../../src/platform/committed-fact.ts";
import { FactFloorModel } from "../../src/platform/fact-floor.model.ts";
import { noteFloor } from "../../src/platform/fact-floor.repo.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { auditEventsOfPatient } from "../support/trail.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let visit: Visit;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  visit = await makeConsultation(app);
  await app.settled();
});
afterAll(() => app.close());

/** Writes so many entries of the visit; their facts go nowhere, as if the server had been killed there. */
async function writeAndDie(count: number, heard: CommittedFact[] = []): Promise<string[]> {
  const record = await findConsultation(visit.consultationId);
  if (!record) throw new Error("no visit");
  const ctx = { ...app.ctx, pokeOutbox: (facts: readonly CommittedFact[] = []) => void heard.push(...facts) };
  const ids: string[] = [];
  for (let left = count; left > 0; left--)
    ids.push((await appendAlone(ctx, record, { kind: "event", event: "call-started" }, async () => undefined)).id);
  return ids;
}

/** The part of an id that names the process which made it. */
const DEAD = "aaaaaaaaaa";

/** The same by a process that is no more, with its floor. */
async function writeAsAnother(count: number): Promise<string[]> {
  const theirs: string[] = [];
  for (const id of await writeAndDie(count)) {
    const other = `${id.slice(0, 8)}${DEAD}${id.slice(18)}`;
    const row = await MessageModel.findById(id).lean();
    await MessageModel.deleteOne({ _id: id });
    await MessageModel.collection.insertOne({ ...row, _id: new Types.ObjectId(other) });
    theirs.push(other);
  }
  await noteFloor(DEAD, app.ctx.now(), app.ctx.now());
  return theirs;
}
const rowsOf = async (ids: readonly string[]) =>
  (await auditEventsOfPatient(visit.patientId)).flatMap(({ entity }) => (ids.includes(entity.id) ? entity.id : []));

it("what a killed server has written and not delivered, the next start delivers: all, once, in order", async () => {
  const ids = await writeAsAnother(30);
  expect(await rowsOf(ids)).toEqual([]);
  await app.restart();
  await expect.poll(() => rowsOf(ids)).toEqual(ids);
  // Again, as after a kill in the midst of that.
  await noteFloor(DEAD, app.ctx.now(), app.ctx.now());
  await app.restart();
  await expect.poll(() => FactFloorModel.findById(DEAD).lean()).toBeNull();
  await app.settled();
  expect(await rowsOf(ids)).toEqual(ids);
});

it("what another process has left is delivered by one that lives, and its floor is gone then", async () => {
  const ids = await writeAsAnother(3);
  app.app.services.pokeOutbox();
  await expect.poll(() => rowsOf(ids)).toEqual(ids);
  await expect.poll(() => FactFloorModel.findById(DEAD).lean()).toBeNull();
});

it("a message of which no answer came is looked for: its fact is delivered if it is there, and forgotten if not", async () => {
  const heard: CommittedFact[] = [];
  const [there = ""] = await writeAndDie(1, heard);
  const [fact] = heard;
  if (!fact) throw new Error("no fact");
  const missing = { ...fact, id: `${there.slice(0, 23)}${there.endsWith("0") ? "1" : "0"}` };
  app.app.services.pokeOutbox([
    { ...fact, doubtful: true },
    { ...missing, doubtful: true },
  ]);
  await app.settled();
  expect(await rowsOf([there, missing.id])).toEqual([there]);
});
