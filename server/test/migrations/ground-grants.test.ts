import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CareGrantModel } from "../../src/modules/care-access/care-grant.model.ts";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { groundGrants } from "../../src/migrations/ground-grants.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { makeBreakGlass } from "../support/make-break-glass.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let visit: Visit;
let helper: string;
beforeAll(async () => {
  app = await startTestApp();
  visit = await makeConsultation(app);
  const specialist = await makeSpecialist(app);
  helper = specialist.token;
  await makeBreakGlass(app, visit.patient, specialist);
});
afterAll(() => app.close());

const rows = (name: string) => mongoose.connection.collection(name);
const grants = () => rows("care_grants").find().sort({ _id: 1 }).toArray();
const names = async (collection: string) => (await rows(collection).indexes()).map(({ name }) => name);

/** As the release before grounds left it: grants of appointments alone, an index that keeps these single, emergencies by themselves. */
beforeEach(async () => {
  await rows("care_grants").deleteMany({ "ground.kind": "break-glass" });
  for (const { _id, ground, grantee } of await CareGrantModel.find().lean())
    await rows("care_grants").updateOne(
      { _id },
      {
        $set: { appointmentId: ground.id, specialistId: grantee.id },
        $unset: { ground: 1, grantee: 1, purposes: 1 },
      },
    );
  await rows("care_grants").createIndex({ appointmentId: 1 }, { unique: true });
  await rows("break_glasses").createIndex({ specialistId: 1, until: 1 });
});

const reads = async (as: string) => (await app.call("GET", `/patients/${visit.patient.id}/reports`, { as })).status;
async function faults(): Promise<string[]> {
  const found = [];
  const checks = dataChecks.filter(({ name }) => /^(appointments|care-access)\./.test(name));
  for await (const { name, broken } of runDataChecks(checks, app.app.services))
    found.push(...broken.map(({ why }) => `${name}: ${why}`));
  return found;
}

test("appointments and emergencies are grants on their grounds afterwards, and who sees whom stays; done twice it changes nothing", async () => {
  expect(await groundGrants(app.ctx)).toBe(2);
  expect([await reads(visit.specialistToken), await reads(helper)]).toEqual([200, 200]);
  expect(await faults()).toEqual([]);
  const [care, emergency] = await grants();
  expect(care).toMatchObject({
    ground: { kind: "appointment", id: new mongoose.Types.ObjectId(visit.appointmentId) },
    grantee: { kind: "specialist", id: new mongoose.Types.ObjectId(visit.specialist.specialistId) },
    visitOpen: true,
  });
  expect(Object.keys(care ?? {})).not.toContain("appointmentId");
  expect(emergency).toMatchObject({ ground: { kind: "break-glass" }, endedAt: null, visitEnd: null });
  expect(await names("care_grants")).not.toContain("appointmentId_1");
  expect(await names("break_glasses")).not.toContain("specialistId_1_until_1");
  const before = await grants();
  expect(await groundGrants(app.ctx)).toBe(0);
  expect(await grants()).toEqual(before);
  // A second appointment finds no index in its way.
  await makeConsultation(app);
});

test("a grant or an emergency that no release made stops it before anything is written, and is named", async () => {
  for (const [collection, harm] of [
    ["care_grants", { specialistId: "nobody" }],
    ["break_glasses", { until: null }],
  ] as const) {
    const [row] = await rows(collection).find().toArray();
    const before = await grants();
    await rows(collection).updateOne({ _id: row?._id }, { $set: harm });
    const changed = collection === "care_grants" ? await grants() : before;
    await expect(groundGrants(app.ctx)).rejects.toThrow(`grants that no release made: ${String(row?._id)}`);
    expect(await grants()).toEqual(changed);
    expect(await names("care_grants")).toContain("appointmentId_1");
    if (row) await rows(collection).replaceOne({ _id: row._id }, row);
  }
  await groundGrants(app.ctx);
});
