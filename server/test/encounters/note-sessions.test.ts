import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { noteChecks } from "../../src/modules/encounters/note-checks.repo.ts";
import { openFields } from "../../src/modules/encounters/note-fields.ts";
import { sessionOf } from "../../src/modules/encounters/note-session.ts";
import { findNoteOf, listVersions } from "../../src/modules/encounters/note.repo.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { makeConsultation, makeReadyVisit, type Visit } from "../support/make-consultation.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

const AUTOSAVE_MS = 1200;
const [desk, laptop] = [randomUUID(), randomUUID()];

let app: TestApp;
beforeAll(async () => void (app = await startTestApp({ now: "2026-11-23T01:00:00Z" })));
afterAll(() => app.close());

const save = (visit: Visit, expectedVersion: number, plan: string, editingId?: string, as = visit.specialistToken) =>
  app.call<Note>("PUT", `/consultations/${visit.consultationId}/note`, {
    as,
    body: {
      chiefComplaint: "复查",
      presentIllness: "平稳",
      diagnoses: [{ code: "N03", display: "" }],
      plan,
      expectedVersion,
      ...(editingId ? { editingId } : {}),
    },
  });
const sign = (visit: Visit, expectedVersion: number) =>
  app.call<Note>("POST", `/consultations/${visit.consultationId}/note/sign`, {
    as: visit.specialistToken,
    body: { expectedVersion },
  });
/** Types a text as a page does that saves by itself; answers the version reached. */
async function type(visit: Visit, from: number, text: string, editingId: string): Promise<number> {
  for (let letters = 1; letters <= text.length; letters++) {
    app.advance(AUTOSAVE_MS);
    const { status, data } = await save(visit, from + letters - 1, text.slice(0, letters), editingId);
    expect([status, data.version]).toEqual([200, from + letters]);
  }
  return from + text.length;
}
async function kept(visit: Visit) {
  const note = await findNoteOf(visit.consultationId);
  return (await listVersions(note?.id ?? "")).map((one) => ({
    version: one.version,
    basedOn: one.basedOn,
    plan: openFields(app.ctx, { id: one.noteId, sealedFields: one.sealedFields })?.plan,
    seconds: (one.savedAt.getTime() - (one.begunAt?.getTime() ?? 0)) / 1000,
    savedBy: one.savedBy,
  }));
}
/** What the trail tells of writing: facts, and rows of the gate. */
async function told(visit: Visit) {
  await app.settled();
  const trail = await auditEventsOfPatient(visit.patientId);
  return {
    saved: trail.filter(({ action }) => action === "note:saved").length,
    entered: trail.filter(({ purpose, outcome }) => purpose === "write-note" && outcome === "allowed").length,
    refused: trail.filter(({ purpose, outcome }) => purpose === "write-note" && outcome === "refused").length,
  };
}
async function faults() {
  const found = [];
  for await (const { name, broken } of runDataChecks(noteChecks, app.app.services))
    found.push(...broken.map(({ why }) => [name, why]));
  return found;
}

describe("R33 what an editing session leaves is kept", () => {
  test("twenty saves of a page are one version, one fact and one access row, and each is there when it is acknowledged", async () => {
    const visit = await makeConsultation(app);
    const text = "继续原方案，三个月后复查肌酐与尿蛋白。";
    const version = await type(visit, 0, text, desk);
    expect(await kept(visit)).toEqual([]);
    expect(await findNoteOf(visit.consultationId)).toMatchObject({ version, editing: { id: desk, basedOn: 0 } });
    expect(await told(visit)).toEqual({ saved: 1, entered: 1, refused: 0 });
    expect((await sign(visit, version)).data).toMatchObject({ plan: text, version, signature: { valid: true } });
    expect(await kept(visit)).toEqual([
      { version, basedOn: 0, plan: text, seconds: ((version - 1) * AUTOSAVE_MS) / 1000, savedBy: visit.specialist.id },
    ]);
    expect(await told(visit)).toMatchObject({ saved: 1 });
  });
  test("a long pause ends it, a short one does not; so does another page, and a save that names none", async () => {
    const visit = await makeConsultation(app);
    await save(visit, 0, "一", desk);
    app.advance(2 * MINUTE_MS);
    await save(visit, 1, "一二", desk);
    app.advance(5 * MINUTE_MS);
    await save(visit, 2, "三", desk);
    // Back to when everybody signed in.
    app.advance(-7 * MINUTE_MS);
    await save(visit, 3, "四", laptop);
    await save(visit, 4, "五", desk);
    await save(visit, 5, "六");
    await save(visit, 6, "七");
    const versions = await kept(visit);
    expect(versions.map(({ version, basedOn, plan }) => [version, basedOn, plan])).toEqual([
      [2, 0, "一二"],
      [3, 2, "三"],
      [4, 3, "四"],
      [5, 4, "五"],
      [6, 5, "六"],
    ]);
    expect(await told(visit)).toEqual({ saved: 6, entered: 6, refused: 0 });
    expect((await sign(visit, 7)).status).toBe(200);
    expect((await kept(visit)).map(({ plan }) => plan)).toEqual(["一二", "三", "四", "五", "六", "七"]);
  });
  test.each([
    ["a moment less than the pause", {}, true],
    ["the pause", { at: new Date(5 * MINUTE_MS) }, false],
    ["another page", { sessionId: laptop }, false],
    ["no page", { sessionId: undefined }, false],
    ["another person", { by: "b".repeat(24) }, false],
  ])("%s: %o goes on: %s", (_what, save, goes) => {
    const by = "a".repeat(24);
    const editing = { id: desk, savedBy: by, begunAt: new Date(0), basedOn: 0, requestId: "r" };
    const next = { sessionId: desk, by, at: new Date(5 * MINUTE_MS - 1), ...save };
    expect(sessionOf({ editing, updatedAt: new Date(0) }, next)).toBe(goes ? editing : null);
    expect(sessionOf({ editing: null, updatedAt: new Date(0) }, next)).toBeNull();
  });
  test("the same words again save nothing, in a session or out of it", async () => {
    const visit = await makeConsultation(app);
    await save(visit, 0, "一", desk);
    for (const page of [desk, laptop])
      expect((await save(visit, 0, "一", page)).data).toMatchObject({ version: 1, plan: "一" });
    expect(await kept(visit)).toEqual([]);
    expect((await told(visit)).saved).toBe(1);
  });
  test("400 for a page that names itself in another way", async () => {
    const visit = await makeConsultation(app);
    expect((await save(visit, 0, "一", "tab-1")).problem).toMatchObject({
      status: 400,
      fields: [{ path: "editingId" }],
    });
  });
});

describe("two of everything", () => {
  test("ten saves of one page at once: one wins, the others read note_changed", async () => {
    const visit = await makeConsultation(app);
    for (const version of [0, 1, 2]) {
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, at) => save(visit, version, `${version}-${at}`, desk)),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(replies.filter(({ problem }) => problem?.code === "note_changed")).toHaveLength(9);
    }
    expect(await kept(visit)).toEqual([]);
    expect((await told(visit)).saved).toBe(1);
  });
  test("two pages over one version: one goes on, or the other begins; what was acknowledged is never lost", async () => {
    const visit = await makeConsultation(app);
    const won: string[] = ["起"];
    await save(visit, 0, "起", desk);
    for (let version = 1; version < 13; version++) {
      const replies = await Promise.all(
        [desk, laptop].map(async (page) => ({ page, ...(await save(visit, version, `${version}${page}`, page)) })),
      );
      const winners = replies.filter(({ status }) => status === 200);
      expect(winners.map(({ data }) => data.version)).toEqual([version + 1]);
      won.push(...winners.map(({ page }) => page));
    }
    // A version for each change of hands, with the last words of whoever had it.
    const versions = await kept(visit);
    const pages = won.map((page) => (page === laptop ? laptop : desk));
    const changes = pages.flatMap((page, at) => (at > 0 && page !== pages[at - 1] ? [at] : []));
    expect(versions.map(({ version }) => version)).toEqual(changes);
    expect((await told(visit)).saved).toBe(changes.length + 1);
  });
  test("one page goes on while the other signs: what is signed is what was seen, and is kept", async () => {
    for (let round = 0; round < 5; round++) {
      const visit = await makeConsultation(app);
      await save(visit, 0, "看到的", desk);
      const [saving, signing] = await Promise.all([save(visit, 1, "趁着改", desk), sign(visit, 1)]);
      expect([saving.status, signing.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
      const plans = (await kept(visit)).map(({ plan }) => plan);
      expect(plans).toEqual(signing.status === 200 ? ["看到的"] : []);
    }
  });
});

describe("R16 a session opens nothing", () => {
  test("to nobody else who names it, and not to its own specialist once the care has ended; both are in the trail", async () => {
    const visit = await makeConsultation(app);
    const stranger = await makeReadyVisit(app, { specialist: "own" });
    await save(visit, 0, "一", desk);
    expect((await save(visit, 1, "二", desk, stranger.specialistToken)).problem?.code).toBe("forbidden");
    expect((await save(visit, 1, "二", desk, visit.patientToken)).problem?.code).toBe("forbidden");
    expect((await told(visit)).refused).toBe(1);
    const { modifiedCount } = await mongoose.connection
      .collection("care_grants")
      .updateOne(
        { "ground.id": new mongoose.Types.ObjectId(visit.appointmentId) },
        { $set: { endedAt: new Date(0), until: new Date(0), visitOpen: false } },
      );
    expect(modifiedCount).toBe(1);
    expect((await save(visit, 1, "二", desk)).problem?.code).toBe("forbidden");
    expect((await told(visit)).refused).toBe(2);
    expect(await findNoteOf(visit.consultationId)).toMatchObject({ version: 1 });
  });
});

test("check-data finds nothing wrong with all of it, and a session that is missing from the middle", async () => {
  expect(await faults()).toEqual([]);
  const versions = mongoose.connection.collection("note_versions");
  const row = await versions.findOne({ version: 3 });
  await versions.deleteOne({ _id: row?._id });
  expect(await faults()).toEqual([["encounters.every-version-kept", "version 7, kept 2 4 5 6 7"]]);
});
