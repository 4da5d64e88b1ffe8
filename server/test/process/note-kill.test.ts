import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { noteChecks } from "../../src/modules/encounters/note-checks.repo.ts";
import { findNoteOf, listVersions } from "../../src/modules/encounters/note.repo.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { long } from "../support/long.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { callReal, startRealServer, type RealServer } from "../support/real-server.ts";
import { startTestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

const KILLS = long ? 6 : 2;
/** Saves until the page is loaded anew. */
const SAVES_OF_A_PAGE = 4;

let dataDir: string;
let visit: Visit;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-note-kill-"));
  const app = await startTestApp({ dataDir });
  visit = await makeConsultation(app);
  await app.settled();
  await app.close();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** What the page knows: the last note that was acknowledged, and the words it has sent since. */
let acknowledged: Pick<Note, "version" | "plan"> = { version: 0, plan: "" };
let sent = "";
let sessions = 0;
let editingId = "";

const at = () => `/consultations/${visit.consultationId}/note`;

async function write(server: RealServer): Promise<boolean> {
  if (acknowledged.version % SAVES_OF_A_PAGE === 0) {
    editingId = randomUUID();
    sessions += 1;
  }
  sent = `第 ${acknowledged.version + 1} 次`;
  const fields = { chiefComplaint: "复查", presentIllness: "平稳", diagnoses: [], plan: sent };
  const body = { ...fields, expectedVersion: acknowledged.version, editingId };
  const reply = await callReal<Note>(server, "PUT", at(), { as: visit.specialistToken, body });
  if (reply?.status === 503) return true;
  if (reply && reply.status !== 200) throw new Error(`saving answered ${reply.status}`);
  if (reply) acknowledged = reply.data;
  return reply !== null;
}

test("killed in the middle of autosaves, a note is as it was acknowledged, and so are its sessions", async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    const server = await startRealServer(dataDir);
    const found = await callReal<Note>(server, "GET", at(), { as: visit.specialistToken });
    // What was acknowledged, or what was under way when the line broke: both are whole.
    expect([acknowledged.plan, sent]).toContain(found?.data.plan);
    expect((found?.data.version ?? -1) - acknowledged.version).toBe(found?.data.plan === acknowledged.plan ? 0 : 1);
    if (found) acknowledged = found.data;
    const from = acknowledged.version;
    const writing = (async () => {
      while (await write(server));
    })();
    await expect.poll(() => acknowledged.version - from, { interval: 5 }).toBeGreaterThan(9 + kill);
    server.signal("SIGKILL");
    await writing;
    await server.ended;
  }

  const app = await startTestApp({ dataDir });
  await app.settled();
  const note = await findNoteOf(visit.consultationId);
  expect(note?.version).toBeGreaterThanOrEqual(acknowledged.version);
  const broken = [];
  for await (const result of runDataChecks(noteChecks, app.app.services)) broken.push(...result.broken);
  expect(broken).toEqual([]);
  // One that is kept, and the one under way; each of them is told once.
  const kept = (await listVersions(note?.id ?? "")).length;
  const trail = (await auditEventsOfPatient(visit.patientId)).filter(({ action }) => action === "note:saved");
  expect(trail).toHaveLength(kept + 1);
  expect(kept + 1).toBeLessThanOrEqual(sessions);
  await app.close();
});
