import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultVisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { unsaidPayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import type { Department, Organization } from "@fuzhen/shared/organizations/organization.schema.ts";
import { visitSettingsOf } from "../../src/modules/organizations/index.ts";
import { makeHospital, makeOrganization, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, makeStaff, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let own: TestHospital;
let other: TestHospital;
let patient: TestUser;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  own = await makeHospital(app);
  other = await makeHospital(app);
  patient = await makePatientAccount(app);
});
afterAll(() => app.close());

const add = (body: unknown, as: string | null = own.admin.token) =>
  app.call<Department>("POST", "/admin/departments", { as, body });
const update = (id: string, body: unknown, as: string | null = own.admin.token) =>
  app.call<Department>("PATCH", `/admin/departments/${id}`, { as, body });

it("shows institutions with licence data to anybody (R1), and nothing of their inside", async () => {
  const reply = await app.call<Organization[]>("GET", "/organizations");
  const shown = reply.data.find((organization) => organization.id === own.organization.id);
  expect(Object.keys(shown ?? {}).toSorted()).toEqual([
    "address",
    "complaintPhone",
    "feePayment",
    "id",
    "level",
    "licenceNumber",
    "name",
    "timeZone",
  ]);
});

describe("departments", () => {
  it("are opened by an admin of the organisation, with a code of the national table", async () => {
    const reply = await add({ code: "03.04", name: "心血管内科" });
    expect([reply.status, reply.data]).toEqual([
      201,
      {
        id: expect.any(String),
        organizationId: own.organization.id,
        organizationName: own.organization.name,
        code: "03.04",
        name: "心血管内科",
        active: true,
      },
    ]);
  });

  it("401 for nobody, 403 for a patient and a pharmacist", async () => {
    const pharmacist = await makeStaff(app, own.organization, { role: "pharmacist" });
    const body = { code: "04", name: "外科" };
    expect((await add(body, null)).status).toBe(401);
    expect((await add(body, patient.token)).status).toBe(403);
    expect((await add(body, pharmacist.token)).status).toBe(403);
  });

  it.each([
    [{ code: "3", name: "内科" }, "code", "department_code"],
    [{ code: "99.99", name: "内科" }, "code", "department_code"],
    [{ code: "03", name: "" }, "name", "required"],
  ])("%o is 400 on %s: %s", async (body, path, code) => {
    const reply = await add(body);
    expect([reply.status, reply.problem?.fields]).toEqual([400, [{ path, code }]]);
  });

  it("may not go beyond the registered scope (R2); a first-level subject covers those below it", async () => {
    const organization = await makeOrganization(app, { registeredCodes: ["02", "03"] });
    const admin = await makeStaff(app, organization);
    const beyond = await add({ code: "05", name: "妇产科" }, admin.token);
    expect([beyond.status, beyond.problem?.fields]).toEqual([
      400,
      [{ path: "code", code: "department_not_registered" }],
    ]);
    expect((await add({ code: "03.06", name: "肾内科" }, admin.token)).status).toBe(201);
  });

  it("exist once per code and name: of ten at once one wins, another organisation has its own", async () => {
    const typed = ["内分泌科", "内 分泌科", "内分泌科\u200b", " 内分泌科"];
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) => add({ code: "03.07", name: typed[i % typed.length] })),
    );
    expect(replies.filter((reply) => reply.status === 201).map((reply) => reply.data.name)).toEqual(["内分泌科"]);
    const refused = replies.filter((reply) => reply.problem?.code === "department_exists");
    expect(refused).toHaveLength(9);
    expect(refused[0]?.problem?.fields).toEqual([{ path: "name", code: "department_exists" }]);
    expect((await add({ code: "03.07", name: "内分泌科" }, other.admin.token)).status).toBe(201);
  });

  it("stand several under one subject, told apart by name; none takes another's by renaming, also at once", async () => {
    const names = ["肾内一科", "肾内二科", "肾内三科"];
    const ids = [];
    for (const name of names) ids.push((await add({ code: "03.06", name })).data.id);
    expect(new Set(ids).size).toBe(3);
    const taken = await update(ids[0] ?? "", { name: "肾内二科" });
    expect([taken.status, taken.problem?.code]).toEqual([409, "department_exists"]);
    const race = await Promise.all(ids.map((id) => update(id, { name: "肾内四科" })));
    expect(race.filter(({ status }) => status === 409)).toHaveLength(2);
    const own = race.findIndex(({ status }) => status === 200);
    expect((await update(ids[own] ?? "", { name: "肾内四科", active: true })).status).toBe(200);
  });

  it("are renamed and closed by their own admin; a closed one leaves the public list", async () => {
    const { id } = own.department;
    const renamed = await update(id, { name: "肾脏内科" });
    expect([renamed.status, renamed.data.name, renamed.data.active]).toEqual([200, "肾脏内科", true]);
    expect((await update(id, { active: false })).data.active).toBe(false);
    const open = await app.call<Department[]>("GET", "/departments");
    expect(open.data.some((department) => department.id === id)).toBe(false);
    const all = await app.call<Department[]>("GET", "/admin/departments", { as: own.admin.token });
    expect(all.data.find((department) => department.id === id)?.active).toBe(false);
    expect(all.data.every((department) => department.organizationId === own.organization.id)).toBe(true);
    expect((await update(id, {})).data.name).toBe("肾脏内科");
  });

  it("401, 403 for another organisation's admin, 404 for none, 400 for a wrong id", async () => {
    const { id } = own.department;
    expect((await update(id, { name: "x" }, null)).status).toBe(401);
    const foreign = await update(id, { name: "x" }, other.admin.token);
    expect([foreign.status, foreign.problem?.code]).toEqual([403, "forbidden"]);
    expect((await update("6560f0a0a0a0a0a0a0a0a0ff", { name: "x" })).status).toBe(404);
    expect((await update("nonsense", { name: "x" })).problem?.fields).toEqual([{ path: "departmentId", code: "id" }]);
  });
});

it("sets its own numbers for visits over the defaults", async () => {
  const plain = await makeOrganization(app);
  expect(await visitSettingsOf(plain.id)).toEqual({
    ...defaultVisitSettings,
    timeZone: "Asia/Shanghai",
    feePayment: unsaidPayment,
  });
  const special = await makeOrganization(app, { visitSettings: { careAccessDays: 90 }, timeZone: "Asia/Urumqi" });
  expect(await visitSettingsOf(special.id)).toEqual({
    ...defaultVisitSettings,
    careAccessDays: 90,
    timeZone: "Asia/Urumqi",
    feePayment: unsaidPayment,
  });
});
