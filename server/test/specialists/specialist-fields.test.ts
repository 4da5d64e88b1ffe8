import { afterAll, beforeAll, expect, it } from "vitest";
import { rowOf, specialistFieldNames, type SpecialistFieldName } from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { SpecialistModel } from "../../src/modules/specialists/specialist.model.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { makeDepartment } from "../support/make-organization.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let specialist: TestSpecialist;
let departmentId: string;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  specialist = await makeSpecialist(app);
  departmentId = (await makeDepartment(app, specialist.hospital.admin, { code: "03.04", name: "心血管内科" })).id;
});
afterAll(() => app.close());

const update = (body: object) =>
  app.call<StaffSpecialist>("PATCH", `/admin/specialists/${specialist.specialistId}`, {
    as: specialist.hospital.admin.token,
    body,
  });

/** Of each kind another value than the sample's, with which the specialist stays on duty. */
const another = (name: SpecialistFieldName): unknown =>
  ({
    name: "赵一鸣",
    department: departmentId,
    title: "resident",
    "licence-number": "110999999999999",
    day: name === "licenceValidTo" ? "2040-01-01" : "2011-01-01",
    text: "改过了",
    words: ["肾结石"],
    flag: false,
  })[rowOf(name).kind];

/** As a reply holds it: a department is answered by the side of the fields. */
const answered = (name: SpecialistFieldName, reply: object): unknown =>
  rowOf(name).kind === "department" ? Reflect.get(Reflect.get(reply, "department"), "id") : Reflect.get(reply, name);

const changes = async () => {
  const facts = await OutboxModel.find({ type: "specialist:updated", "entity.id": specialist.specialistId })
    .sort({ _id: 1 })
    .lean();
  return facts.map(({ data }) => (data as { changed: string[] }).changed);
};

it.each(specialistFieldNames)(
  "%s is kept, answered, named in the record of a change, and public as its row says",
  async (name) => {
    const value = another(name);
    const { specialistId } = specialist;
    const reply = await update({ [name]: value });
    expect(reply.status).toBe(200);
    expect(answered(name, reply.data)).toEqual(value);
    const row = await SpecialistModel.findById(specialistId).lean();
    expect(JSON.parse(JSON.stringify(row))[name]).toEqual(value);
    expect((await changes()).at(-1)).toEqual([name]);

    // Whom the hospital does not consent to, nobody finds: that field is tried in the tests of publishing.
    await update({ hospitalConsent: true });
    const profile = await app.call<object>("GET", `/specialists/${specialistId}`);
    expect(profile.status).toBe(200);
    expect(answered(name, profile.data)).toEqual(rowOf(name).profile === null ? undefined : value);
  },
);

it("what is sent again as it is, is no change", async () => {
  const { id: _, department, phoneMasked: __, published: ___, ...fields } = (await update({})).data;
  const before = (await changes()).length;
  expect((await update({ ...fields, departmentId: department.id })).status).toBe(200);
  expect((await changes()).slice(before)).toEqual([[]]);
});

it("a specialist from before a field has its text and words blank, and the admin's page still opens", async () => {
  const { specialistId } = specialist;
  const plain = specialistFieldNames.filter((name) => ["text", "words"].includes(rowOf(name).kind));
  await SpecialistModel.collection.updateMany({}, { $unset: Object.fromEntries(plain.map((name) => [name, ""])) });
  const reply = await update({});
  expect([reply.status, ...plain.map((name) => answered(name, reply.data))]).toEqual([
    200,
    ...plain.map((name) => (rowOf(name).kind === "text" ? "" : [])),
  ]);
  expect((await app.call("GET", `/specialists/${specialistId}`)).status).toBe(200);
});
