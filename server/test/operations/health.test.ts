import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { systemLevels } from "@fuzhen/shared/operations/health.rules.ts";
import type { Health } from "@fuzhen/shared/operations/health.schema.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { PatientModel } from "../../src/modules/patients/patient.model.ts";
import { soundAlarms } from "../../src/modules/operations/sound-alarms.ts";
import { systemHealth } from "../../src/modules/operations/system-health.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { makeCertificate, placeCertificate } from "../support/make-certificate.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, makeStaff } from "../support/make-user.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let hospital: TestHospital;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  hospital = await makeHospital(app);
});
afterAll(() => app.close());

const health = async () => {
  const reply = await app.call<Health>("GET", "/admin/health", { as: hospital.admin.token });
  expect(reply.status).toBe(200);
  return reply.data;
};

/** A fact that was tried in vain and is not due again. */
async function stuckFact(attempts: number): Promise<() => Promise<unknown>> {
  const at = new Date(app.ctx.now().getTime() - 10 * 60_000);
  const dueAt = new Date(app.ctx.now().getTime() + 3_600_000);
  const entity = { type: "Test", id: "f".repeat(24) };
  const [row] = await OutboxModel.create([{ type: "test:stuck", at, dueAt, attempts, requestId: "test", entity }]);
  return () => OutboxModel.deleteOne({ _id: row?._id });
}

describe("access", () => {
  it("is the duty system's alone", async () => {
    expect((await app.call("GET", "/admin/health")).status).toBe(401);
    expect((await app.call("GET", "/admin/health", { as: (await makePatientAccount(app)).token })).status).toBe(403);
    for (const duty of ["security", "audit"] as const) {
      const { token } = await makeStaff(app, hospital.organization, { duty });
      expect((await app.call("GET", "/admin/health", { as: token })).status).toBe(403);
    }
  });
});

describe("what it says", () => {
  it("of a machine that is well", async () => {
    await app.settled();
    const found = await health();
    expect(found.database.answersMs).toBeGreaterThan(0);
    expect(found).toMatchObject({
      since: "2026-11-23T02:00:00.000Z",
      outbox: { pending: 0, oldestAt: null, failing: [] },
      files: { waiting: 0, oldestAt: null, uploading: 0, refusedToday: 0, scanner: "none", unscanned: 0 },
      faults: [],
      certificate: { place: "nowhere" },
      backup: null,
      licences: [],
    });
    expect(found.levels).toMatchObject({
      database: "good",
      outbox: "good",
      backup: "act",
      certificate: "watch",
      licences: "good",
    });
    expect(found.storage.parts.map(({ name }) => name)).toEqual(["database", "files", "uploads"]);
    expect(found.storage.freeBytes).toBeGreaterThan(0);
    expect(found.keys.map(({ purpose }) => purpose)).toContain("field");
  });

  it("of facts that do not get through", async () => {
    const mend = await stuckFact(9);
    const { outbox, levels } = await health();
    expect(outbox).toEqual({
      pending: 1,
      oldestAt: "2026-11-23T01:50:00.000Z",
      failing: [{ type: "test:stuck", count: 1, attempts: 9, parked: 0 }],
    });
    expect(levels.outbox).toBe("act");
    await mend();
  });

  it("of our own faults within the hour, and of no refusal", async () => {
    const { token } = await makePatientAccount(app);
    const find = vi.spyOn(PatientModel, "find").mockImplementation(() => {
      throw new Error("broken");
    });
    for (let turn = 0; turn < 2; turn++) await app.call("GET", "/patients", { as: token });
    find.mockRestore();
    await app.call("GET", "/patients/nonsense", { as: token });
    const { faults, levels } = await health();
    expect(faults).toEqual([{ action: "patients.myPatients", count: 2, lastAt: app.ctx.now().toISOString() }]);
    expect(levels.faults).toBe("watch");
  });

  it("of the last backup", async () => {
    const file = path.join(app.ctx.env.DATA_DIR, "backup.json");
    await writeFile(
      file,
      JSON.stringify({ at: "2026-11-22T18:00:00.000Z", ok: true, file: "b", bytes: 5, missing: 0 }),
    );
    const well = await health();
    expect([well.backup, well.levels.backup]).toEqual([
      { at: "2026-11-22T18:00:00.000Z", ok: true, bytes: 5, missing: 0 },
      "good",
    ]);
    await writeFile(file, JSON.stringify({ at: "2026-11-22T19:00:00.000Z", ok: false, error: "disk full" }));
    const bad = await health();
    expect([bad.backup?.ok, bad.levels.backup]).toEqual([false, "act"]);
    expect(JSON.stringify(bad)).not.toContain("disk full");
    await writeFile(file, "{ half a rec");
    expect((await health()).backup).toBeNull();
  });

  it("of licences that run out, to the own hospital alone", async () => {
    const validTo = addDays(dayOf(app.ctx.now()), 30);
    const other = await makeSpecialist(app);
    const own = await makeSpecialist(app, { hospital });
    for (const { specialistId, hospital } of [own, other]) {
      const change = { licenceValidTo: validTo };
      const as = hospital.admin.token;
      expect((await app.call("PATCH", `/admin/specialists/${specialistId}`, { as, body: change })).status).toBe(200);
    }
    const { licences, levels } = await health();
    expect(licences.map((row) => [row.specialistId, row.validTo])).toEqual([[own.specialistId, validTo]]);
    expect(levels.licences).toBe("watch");
  });
});

describe("alarms", () => {
  it("sound once when something has to be done, and once when it is over", async () => {
    // A log and a memory of past alarms that only this test uses: the app's own job raises the same alarms every
    // minute.
    const lines: string[] = [];
    const log = createLogger("info", { write: (line: string) => void lines.push(line) });
    const services = { ...app.app.services, log, recent: { ...app.app.services.recent, alarms: new Set<string>() } };
    const said = () =>
      lines
        .map((line) => JSON.parse(line) as { msg: string; part?: string; level: number })
        .filter(({ part }) => part === "outbox")
        .map(({ msg, level }) => [msg, level]);
    await soundAlarms(services);
    expect(said()).toEqual([]);
    const mend = await stuckFact(9);
    await soundAlarms(services);
    await soundAlarms(services);
    expect(said()).toEqual([["health: act now", 40]]);
    await mend();
    await soundAlarms(services);
    await soundAlarms(services);
    expect(said()).toEqual([
      ["health: act now", 40],
      ["health: over", 30],
    ]);
  });
});

describe("a server that ends TLS itself", () => {
  it.each([
    [5, "act"],
    [20, "watch"],
    [90, "good"],
  ] as const)("says when its certificate of %i days runs out: %s", async (days, level) => {
    const own = app.ctx.env.DATA_DIR;
    const files = await placeCertificate(own, await makeCertificate(days));
    app.setNow(new Date());
    const services = { ...app.app.services, env: { ...app.ctx.env, ...files } };
    const found = await systemHealth(services);
    expect(found.certificate).toMatchObject({ place: "here" });
    expect(systemLevels(found, services.now()).certificate).toBe(level);
    await writeFile(files.TLS_CERT, "no certificate");
    expect((await systemHealth(services)).certificate).toEqual({ place: "unreadable" });
  });
});
