import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FoundSpecialists, Specialist, StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { getSpecialist, publicKeyOf, signingKeyOf } from "../../src/modules/specialists/index.ts";
import { SigningKeyModel } from "../../src/modules/specialists/signing-key.model.ts";
import { SpecialistModel } from "../../src/modules/specialists/specialist.model.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { signText, verifyText } from "../../src/platform/signing.ts";
import { makeTotp } from "../support/make-factor.ts";
import { makeDepartment, makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makeSpecialist, specialistBody } from "../support/make-specialist.ts";
import { makePatientAccount, newPhone, signIn, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
let hospital: TestHospital;
let other: TestHospital;
let patient: TestUser;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  hospital = await makeHospital(app);
  other = await makeHospital(app);
  patient = await makePatientAccount(app);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.setNow(NOW);
  hospital.admin = await signIn(app, hospital.admin);
});

const add = (body: unknown, as: string | null = hospital.admin.token) =>
  app.call<StaffSpecialist>("POST", "/admin/specialists", { as, body });
const update = (id: string, body: unknown, as: string | null = hospital.admin.token) =>
  app.call<StaffSpecialist>("PATCH", `/admin/specialists/${id}`, { as, body });
const publish = (id: string, published = true, as: string | null = hospital.admin.token) =>
  app.call<StaffSpecialist>("PUT", `/admin/specialists/${id}/published`, { as, body: { published } });
const search = async (query: string) =>
  (await app.call<{ items: Specialist[]; nextCursor: string | null }>("GET", `/specialists?${query}`)).data;
const idsOf = async (query: string) => (await search(query)).items.map((specialist) => specialist.id);

describe("adding a specialist", () => {
  it("makes profile, account and signing key; not public yet", async () => {
    const body = specialistBody(app, hospital);
    const reply = await add(body);
    expect(reply.status).toBe(201);
    expect(reply.data).toMatchObject({
      name: "陈静宜",
      published: false,
      department: { code: "03.06", name: "肾内科" },
    });
    expect(JSON.stringify(reply.data)).not.toContain(body.phone);
    const user = await signIn(app, { phone: body.phone, password: body.initialPassword });
    expect(user.me).toMatchObject({
      role: "specialist",
      specialistId: reply.data.id,
      mustChangePassword: true,
      organization: { id: hospital.organization.id },
    });
    expect((await app.call("GET", `/specialists/${reply.data.id}`)).status).toBe(404);
  });

  it("opens nothing but one's own account until the initial password is changed (R5), by HTTP and socket", async () => {
    const body = specialistBody(app, hospital);
    await add(body);
    const user = await signIn(app, { phone: body.phone, password: body.initialPassword });
    const worklist = () => app.call("GET", "/worklist", { as: user.token });
    expect((await worklist()).problem).toMatchObject({ status: 403, code: "password_change_required" });
    expect((await app.call("GET", "/accounts/me", { as: user.token })).status).toBe(200);
    await expect(app.socket(user.token)).rejects.toThrow("password_change_required");
    const passwords = { currentPassword: body.initialPassword, newPassword: "only-mine-to-know-2026" };
    expect((await app.call("POST", "/accounts/password", { as: user.token, body: passwords })).status).toBe(200);
    // The next step: what comes after an own password.
    expect((await worklist()).problem).toMatchObject({ status: 403, code: "second_factor_missing" });
    await makeTotp(app, user);
    expect((await worklist()).status).toBe(200);
  });

  it("gives a key of one's own that signs, is found by its id, and lies sealed", async () => {
    const one = await makeSpecialist(app, { hospital });
    const two = await makeSpecialist(app, { hospital });
    const key = await signingKeyOf(app.ctx, one.specialistId);
    const signature = signText(key.privateKey, "处理意见");
    expect(verifyText((await publicKeyOf(key.keyId)) ?? "", "处理意见", signature)).toBe(true);
    expect(verifyText((await signingKeyOf(app.ctx, two.specialistId)).publicKey, "处理意见", signature)).toBe(false);
    expect(await publicKeyOf("nonsense")).toBeNull();
    expect(JSON.stringify(await SigningKeyModel.find().lean())).not.toContain("PRIVATE KEY");
  });

  it("401 for nobody, 403 for patients, specialists and a department of another organisation", async () => {
    const body = specialistBody(app, hospital);
    const colleague = await makeSpecialist(app, { hospital });
    expect((await add(body, null)).status).toBe(401);
    expect((await add(body, patient.token)).status).toBe(403);
    expect((await add(body, colleague.token)).status).toBe(403);
    for (const departmentId of [other.department.id, "6560f0a0a0a0a0a0a0a0a0ff"])
      expect((await add({ ...body, departmentId })).status).toBe(403);
  });

  it.each([
    [{ licenceNumber: "12" }, 400, "licenceNumber", "licence_number"],
    [{ licenceNumber: "" }, 400, "licenceNumber", "licence_number"],
    [{ licenceValidTo: "2026-02-30" }, 400, "licenceValidTo", "day"],
    [{ licenceValidFrom: "2027-01-01", licenceValidTo: "2026-01-01" }, 422, "licenceValidTo", "licence_dates"],
    [{ initialPassword: "iloveyou" }, 422, "initialPassword", "password_breached"],
    [{ title: "wizard" }, 400, "title", "required"],
    [{ diseases: [""] }, 400, "diseases.0", "required"],
    [{ phone: "110" }, 400, "phone", "phone"],
  ])("%o is %i on %s: %s", async (change, status, path, code) => {
    const reply = await add({ ...specialistBody(app, hospital), ...change });
    expect([reply.status, reply.problem?.fields]).toEqual([status, [{ path, code }]]);
  });

  it("refuses a phone and a licence number that are taken, and leaves nothing half-made", async () => {
    const first = specialistBody(app, hospital);
    await add(first);
    const phone = await add(specialistBody(app, hospital, { phone: first.phone }));
    expect([phone.status, phone.problem?.code]).toEqual([409, "phone_taken"]);
    const body = specialistBody(app, hospital, { licenceNumber: first.licenceNumber });
    const users = await UserModel.countDocuments();
    const licence = await add(body);
    expect([licence.status, licence.problem?.code, licence.problem?.fields?.[0]?.path]).toEqual([
      409,
      "licence_taken",
      "licenceNumber",
    ]);
    expect(await UserModel.countDocuments()).toBe(users);
    expect((await add({ ...body, licenceNumber: "999999999999999" })).status).toBe(201);
  });

  it("answers a repeated request with the first result, also five at once", async () => {
    const body = specialistBody(app, hospital);
    const replies = await Promise.all(Array.from({ length: 5 }, () => add(body)));
    expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(replies.map((reply) => reply.data.id)).size).toBe(1);
    expect(await SpecialistModel.countDocuments({ requestKey: body.requestKey })).toBe(1);
  });
});

describe("publishing (R4)", () => {
  it.each([
    [{ licenceValidTo: "2026-11-22" }, "licence_invalid", "licenceValidTo", "licence_expired"],
    [{ licenceValidFrom: "2026-11-24" }, "licence_invalid", "licenceValidFrom", "licence_not_yet_valid"],
    [{ hospitalConsent: false }, "licence_invalid", "hospitalConsent", "hospital_consent_missing"],
    [{ practiceSince: "2023-12-23" }, "experience_too_short", "practiceSince", "experience_too_short"],
  ])("refuses %o", async (change, problem, path, code) => {
    const { data } = await add(specialistBody(app, hospital, change));
    const reply = await publish(data.id);
    expect([reply.status, reply.problem?.code, reply.problem?.fields]).toEqual([422, problem, [{ path, code }]]);
    expect((await getSpecialist(data.id))?.published).toBe(false);
  });

  it("shows the profile with the licence to anybody (R1), without phone or dates", async () => {
    const { specialistId } = await makeSpecialist(app, { hospital });
    const reply = await app.call<Specialist>("GET", `/specialists/${specialistId}`);
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.data).toSorted()).toEqual([
      "about",
      "department",
      "diseases",
      "id",
      "licenceNumber",
      "name",
      "organization",
      "practiceScope",
      "title",
    ]);
    expect((await publish(specialistId)).data.published).toBe(true);
    expect((await publish(specialistId, false)).data.published).toBe(false);
    expect((await app.call("GET", `/specialists/${specialistId}`)).status).toBe(404);
  });

  it("goes off duty by itself the day after the licence ends", async () => {
    const { specialistId } = await makeSpecialist(app, { hospital, licenceValidTo: "2026-12-01" });
    app.setNow("2026-12-01T15:59:00Z");
    expect((await app.call("GET", `/specialists/${specialistId}`)).status).toBe(200);
    app.setNow("2026-12-01T16:00:00Z");
    expect((await app.call("GET", `/specialists/${specialistId}`)).status).toBe(404);
    expect(await idsOf("limit=100")).not.toContain(specialistId);
  });

  it("401 for nobody, 403 for another organisation's admin and for none", async () => {
    const { specialistId } = await makeSpecialist(app, { hospital });
    expect((await publish(specialistId, false, null)).status).toBe(401);
    expect((await publish(specialistId, false, other.admin.token)).status).toBe(403);
    expect((await publish("6560f0a0a0a0a0a0a0a0a0ff")).status).toBe(403);
    expect((await getSpecialist(specialistId))?.published).toBe(true);
  });
});

describe("correcting a profile", () => {
  it("changes what is given and nothing else; a new name is found and shown on the account", async () => {
    const specialist = await makeSpecialist(app, { hospital, name: "赵一鸣" });
    const reply = await update(specialist.specialistId, { name: "钱多多", title: "attending" });
    expect([reply.status, reply.data]).toEqual([200, { ...specialist.record, name: "钱多多", title: "attending" }]);
    expect(await idsOf("q=qdd")).toContain(specialist.specialistId);
    expect(await idsOf("q=zhaoyiming")).not.toContain(specialist.specialistId);
    expect((await signIn(app, specialist)).me.displayName).toBe("钱多多");
  });

  it("moves within the organisation only, and refuses a taken licence and impossible dates", async () => {
    const specialist = await makeSpecialist(app, { hospital });
    const taken = await makeSpecialist(app, { hospital });
    const cardiology = await makeDepartment(app, hospital.admin, { code: "03.04", name: "心血管内科" });
    expect((await update(specialist.specialistId, { departmentId: cardiology.id })).data.department.code).toBe("03.04");
    expect((await update(specialist.specialistId, { departmentId: other.department.id })).status).toBe(403);
    const licence = await update(specialist.specialistId, { licenceNumber: taken.record.licenceNumber });
    expect([licence.status, licence.problem?.code]).toEqual([409, "licence_taken"]);
    const dates = await update(specialist.specialistId, { licenceValidTo: "2000-01-01" });
    expect([dates.status, dates.problem?.fields]).toEqual([422, [{ path: "licenceValidTo", code: "licence_dates" }]]);
  });

  it("takes off duty at once whose hospital withdraws its consent", async () => {
    const { specialistId } = await makeSpecialist(app, { hospital });
    await update(specialistId, { hospitalConsent: false });
    expect((await app.call("GET", `/specialists/${specialistId}`)).status).toBe(404);
    expect(await idsOf("limit=100")).not.toContain(specialistId);
  });

  it("401, 403 for another organisation's admin, 400 naming the field", async () => {
    const { specialistId } = await makeSpecialist(app, { hospital });
    expect((await update(specialistId, { about: "x" }, null)).status).toBe(401);
    expect((await update(specialistId, { about: "x" }, other.admin.token)).status).toBe(403);
    expect((await update(specialistId, { name: "1号" })).problem?.fields).toEqual([{ path: "name", code: "name" }]);
  });
});

it("lists the staff of the admin's own organisation only", async () => {
  const own = await makeSpecialist(app, { hospital });
  const foreign = await makeSpecialist(app, { hospital: other });
  const reply = await app.call<{ items: StaffSpecialist[] }>("GET", "/admin/specialists?limit=100", {
    as: hospital.admin.token,
  });
  const ids = reply.data.items.map((specialist) => specialist.id);
  expect([ids.includes(own.specialistId), ids.includes(foreign.specialistId)]).toEqual([true, false]);
  expect((await app.call("GET", "/admin/specialists")).status).toBe(401);
  expect((await app.call("GET", "/admin/specialists", { as: own.token })).status).toBe(403);
});

describe("searching", () => {
  it("finds by name, pinyin, initials, disease, department above and organisation", async () => {
    const place = await makeHospital(app);
    const lv = await makeSpecialist(app, {
      hospital: place,
      name: "吕思远",
      diseases: ["帕金森病"],
      phone: newPhone(),
    });
    const wang = await makeSpecialist(app, { hospital: place, name: "王思远", diseases: ["癫痫"] });
    const here = `organizationId=${place.organization.id}`;
    const both = [lv.specialistId, wang.specialistId];
    for (const q of ["吕", "lvsiyuan", "LSY", "lü siyuan", "帕金森", "吕 帕金森"])
      expect(await idsOf(`${here}&q=${encodeURIComponent(q)}`)).toEqual([lv.specialistId]);
    expect(await idsOf(`${here}&q=siyuan`)).toEqual(both);
    expect(await idsOf(`${here}&q=${encodeURIComponent(".*")}`)).toEqual([]);
    expect(await idsOf(`${here}&departmentCode=03`)).toEqual(both);
    expect(await idsOf(`${here}&departmentCode=03.06`)).toEqual(both);
    expect(await idsOf(`${here}&departmentCode=03.0`)).toEqual([]);
    expect(await idsOf(`${here}&departmentCode=04`)).toEqual([]);
    // Beside another department of the same subject.
    const second = await makeDepartment(app, place.admin, { name: "肾内二科" });
    expect(await idsOf(`departmentId=${place.department.id}`)).toEqual(both);
    expect(await idsOf(`departmentId=${second.id}`)).toEqual([]);
  });

  it("finds by other names of a disease, by its sound, by department, hospital, traditional characters and with one slip", async () => {
    const place = await makeHospital(app);
    const chen = await makeSpecialist(app, {
      hospital: place,
      name: "陈静宜",
      diseases: ["慢性肾脏病", "IgA 肾病", "高血压病", "狼疮性肾炎"],
    });
    const zhou = await makeSpecialist(app, { hospital: place, name: "周远", diseases: ["2 型糖尿病"] });
    const here = `organizationId=${place.organization.id}`;
    const near = async (q: string) => (await search(`${here}&q=${encodeURIComponent(q)}`)) as FoundSpecialists;
    const first = (q: string) => near(q).then(({ items }) => items.map(({ id }) => id));
    for (const q of [
      "尿毒症",
      "慢性肾衰竭",
      "透析",
      "shenyan",
      "高血压",
      "gxy",
      "IgA肾病",
      "igashenbing",
      "狼疮肾炎",
      "陈静怡",
      "陳靜宜",
      "chengjingyi",
      "程静宜",
      "慢性腎臟病",
    ])
      expect(await first(q), `${q} finds`).toContain(chen.specialistId);
    for (const q of ["2型糖尿病", "Ⅱ型糖尿病", "二型糖尿病", "消渴", "tnb"])
      expect(await first(q), `${q} finds`).toContain(zhou.specialistId);
    for (const q of ["肾内科", "肾内", "shenneike", place.organization.name])
      expect((await first(q)).toSorted(), `${q} finds`).toEqual([chen.specialistId, zhou.specialistId].toSorted());
    expect(await near("陈静怡")).toMatchObject({ near: false });
    const union = await makeHospital(app, { name: "北方协和医院" });
    const one = await makeSpecialist(app, { hospital: union });
    const there = `organizationId=${union.organization.id}`;
    for (const q of ["协和", "協和", "协和医院", "北方协和", "xiehe", "北方协和 肾内科"])
      expect(await idsOf(`${there}&q=${encodeURIComponent(q)}`), `${q} finds`).toEqual([one.specialistId]);
    for (const q of ["查无此人", "zzzz", "。。。"])
      expect(await near(q), `${q} finds`).toEqual({ items: [], nextCursor: null, near: false });
  });

  it("shows those of the nearest departments, said as such, when nobody fits; page by page", async () => {
    const place = await makeHospital(app);
    for (let count = 0; count < 3; count++) await makeSpecialist(app, { hospital: place, diseases: ["痛风"] });
    const ask = async (cursor: string) =>
      (await search(
        `organizationId=${place.organization.id}&limit=2&q=${encodeURIComponent("蛋白尿")}${cursor}`,
      )) as FoundSpecialists;
    const page = await ask("");
    expect([page.near, page.items.length]).toEqual([true, 2]);
    const next = await ask(`&cursor=${page.nextCursor}`);
    expect([next.near, next.items.length, next.nextCursor]).toEqual([true, 1, null]);
  });

  it("pages by the last one shown, highest title first, each once", async () => {
    const place = await makeHospital(app);
    const titles = ["resident", "chief", "attending", "chief", "associate-chief"] as const;
    for (const title of titles) await makeSpecialist(app, { hospital: place, title });
    const seen: Specialist[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await search(
        `organizationId=${place.organization.id}&limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen.map((specialist) => specialist.title)).toEqual([
      "chief",
      "chief",
      "associate-chief",
      "attending",
      "resident",
    ]);
    expect(new Set(seen.map((specialist) => specialist.id)).size).toBe(5);
  });

  it("leaves out the unpublished and those of a closed department", async () => {
    const place = await makeHospital(app);
    const open = await makeSpecialist(app, { hospital: place });
    await makeSpecialist(app, { hospital: place, published: false });
    const here = `organizationId=${place.organization.id}`;
    expect(await idsOf(here)).toEqual([open.specialistId]);
    const at = `/admin/departments/${place.department.id}`;
    await app.call("PATCH", at, { as: place.admin.token, body: { active: false } });
    expect(await idsOf(here)).toEqual([]);
    expect((await app.call("GET", `/specialists/${open.specialistId}`)).status).toBe(404);
  });

  it.each([
    ["cursor=nonsense", "cursor", "cursor"],
    ["limit=0", "limit", "too_small"],
    ["organizationId=1", "organizationId", "id"],
  ])("%s is 400 on %s", async (query, path, code) => {
    const reply = await app.call("GET", `/specialists?${query}`);
    expect([reply.status, reply.problem?.fields]).toEqual([400, [{ path, code }]]);
  });
});
