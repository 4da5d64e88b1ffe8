import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import mongoose from "mongoose";
import { expect, test } from "vitest";
import { migrate } from "../../src/migrations/migrate.ts";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { freeSlots } from "../support/make-appointment.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const rows = (name: string) => mongoose.connection.collection(name);
/** UTC. */
const clock = (at: unknown) => new Date(String(at)).toISOString().slice(11, 16);
async function faults({ app }: TestApp): Promise<string[]> {
  const found = [];
  for await (const { name, broken } of runDataChecks(dataChecks, app.services))
    found.push(...broken.map(({ why }) => `${name}: ${why.replaceAll(/[0-9a-f]{24}/g, "…")}`));
  return found;
}

/** The `DATA_DIR` in before-claims/, with the fault as it was found. */
test("data that the release before made opens: its overlaps are named, and nothing more is sold into them", async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-claims-"));
  const old = await readFile(path.join(import.meta.dirname, "before-claims", "data.db.gz"));
  await mkdir(path.join(dataDir, "db"), { recursive: true });
  await writeFile(path.join(dataDir, "db", "data.db"), gunzipSync(old));
  const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");
  const opened = await startTestApp({ dataDir, now: "2026-11-23T02:00:00Z", env: { MASTER_KEY } });
  try {
    await migrate(opened.ctx);
    const bookings = await rows("appointments").find().sort({ _id: 1 }).toArray();
    const people = new Map<string, unknown>();
    for await (const row of rows("patients").find()) people.set(String(row._id), row.idNumberLookup);
    expect(bookings.map(({ person }) => person)).toEqual(
      bookings.map(({ patientId }) => people.get(String(patientId))),
    );
    const places = [];
    for (const { _id, start } of bookings) {
      const claim = await rows("claims").findOne({ holder: _id });
      places.push([clock(start), claim && [Number(claim.place), Number(claim.personPlace)]]);
    }
    expect(places).toEqual([
      ["00:15", [0, 0]],
      ["01:15", [0, 0]],
      ["00:00", [1, 0]],
      ["00:20", [1, 0]],
      ["01:00", [0, 1]],
      ["02:00", null],
      ["03:00", [0, 0]],
    ]);
    expect(await faults(opened)).toEqual([
      "schedules.claims-apart: …: its specialist has another visit at that time",
      "schedules.claims-apart: …: its specialist has another visit at that time",
      "schedules.claims-apart: …: its person sits in another visit at that time",
    ]);
    const specialistId = String(bookings[0]?.specialistId);
    const free = (await freeSlots(opened, specialistId)).map(({ start }) => clock(start));
    expect(free.slice(0, 3)).toEqual(["00:40", "01:20", "01:40"]);
  } finally {
    await opened.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
