import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConsentText, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { requireConsents } from "../../src/modules/patients/index.ts";
import { PatientModel } from "../../src/modules/patients/patient.model.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { ConsentModel } from "../../src/modules/patients/consent.model.ts";
import { makePatient, newIdNumber, patientBody } from "../support/make-patient.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { makePatientAccount, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

let app: TestApp;
let account: TestUser;
let stranger: TestUser;
let specialist: TestSpecialist;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  account = await makePatientAccount(app);
  stranger = await makePatientAccount(app);
  specialist = await makeSpecialist(app);
});
afterAll(() => app.close());

const add = (body: unknown, as: string | null = account.token) => app.call<Patient>("POST", "/patients", { as, body });

it("an account keeps twenty people, also when thirty are added at once", async () => {
  const account = await makePatientAccount(app);
  const replies = await Promise.all(
    Array.from({ length: 30 }, () =>
      app.call("POST", "/patients", { as: account.token, body: patientBody({ relationship: "other" }) }),
    ),
  );
  const codes = replies.map(({ status, problem }) => problem?.code ?? status);
  expect(codes.filter((code) => code === 201)).toHaveLength(20);
  expect(new Set(codes)).toEqual(new Set([201, "patient_limit"]));
});

describe("adding a 就诊人", () => {
  it("derives birth date, age and sex, and shows no full identity number", async () => {
    const idNumber = newIdNumber({ birthDate: "1958-11-23", sex: "female" });
    const reply = await add(patientBody({ idNumber, relationship: "parent", phone: "13700000000" }));
    expect(reply.status).toBe(201);
    expect(reply.data).toMatchObject({
      name: "李建国",
      birthDate: "1958-11-23",
      age: 68,
      sex: "female",
      idNumberMasked: `999*************${idNumber.slice(-2)}`,
      phone: "137****0000",
      consents: [],
      consentsMissing: ["health-data", "telehealth"],
    });
    expect(JSON.stringify(reply.data)).not.toContain(idNumber);
  });

  it("takes names and numbers as keyboards and copied texts give them, and keeps them as the card has them", async () => {
    const idNumber = newIdNumber();
    const typed = `\u202a${idNumber.slice(0, 6)}-${idNumber.slice(6, 14)} ${idNumber.slice(14)}\u200b`;
    const [name, phone] = ["阿卜杜拉 ・买买提\u200b", "（+86）１３７-0000 0002"];
    const reply = await add(patientBody({ idNumber: typed, relationship: "parent", name, phone }));
    expect([reply.status, reply.data.name, reply.data.phone]).toEqual([201, "阿卜杜拉·买买提", "137****0002"]);
    const twice = await add(patientBody({ idNumber, relationship: "parent" }));
    expect([twice.status, twice.problem?.code]).toEqual([409, "patient_exists"]);
  });

  it.each([
    ["passport", "C01X00T47", { birthDate: "1990-05-01", sex: "female" }, "C******47"],
    ["hk-macau-permit", "h 12345678", { birthDate: "1971-07-01", sex: "male" }, "H******78"],
    ["newborn", "", { birthDate: "2026-11-01", sex: "male", relationship: "child", guardianConsent: true }, ""],
  ] as const)(
    "%s: takes birth date and sex from who knows them",
    async (documentType, idNumber, rest, idNumberMasked) => {
      const body = { ...patientBody({ relationship: "other" }), documentType, idNumber, ...rest };
      const reply = await add(body, stranger.token);
      expect(reply.status).toBe(201);
      expect(reply.data).toMatchObject({ documentType, idNumberMasked, birthDate: rest.birthDate, sex: rest.sex });
      const twice = await add({ ...body, requestKey: randomUUID() }, stranger.token);
      expect([twice.status, twice.problem?.code]).toEqual([409, "patient_exists"]);
    },
  );

  it.each([
    [{ documentType: "passport", idNumber: "C01X00T48" }, "birthDate", "required"],
    [{ documentType: "passport", idNumber: "C01X00T48", birthDate: "1990-05-01" }, "sex", "required"],
    [
      { documentType: "passport", idNumber: "C01X00T48", birthDate: "2026-11-24", sex: "male" },
      "birthDate",
      "day_future",
    ],
    [{ documentType: "passport", idNumber: "?" }, "idNumber", "passport"],
    [{ documentType: "hk-macau-permit", idNumber: "A12345678" }, "idNumber", "hk_macau_permit"],
    [{ documentType: "newborn", idNumber: "", birthDate: "2025-11-01", sex: "male" }, "birthDate", "newborn_age"],
    [{ documentType: "driving-licence" }, "documentType", undefined],
  ])("%o is 400 on %s: %s", async (change, path, code) => {
    const reply = await add({ ...patientBody({ relationship: "child" }), ...change });
    expect([reply.status, reply.problem?.fields]).toMatchObject([400, [code ? { path, code } : { path }]]);
  });

  it("keeps neither numbers nor phones readable in the database (R67), and no name in the log", async () => {
    const idNumber = newIdNumber();
    await add(patientBody({ idNumber, relationship: "parent", phone: "13700000001", name: "欧阳秀英" }));
    const dump = JSON.stringify([await PatientModel.find().lean(), await UserModel.find().lean()]);
    for (const secret of [idNumber, "13700000001", account.phone]) expect(dump).not.toContain(secret);
    for (const person of [idNumber, "13700000001", "欧阳秀英"]) expect(app.logLines.join("")).not.toContain(person);
  });

  it("401 for nobody, 403 for staff", async () => {
    expect((await add(patientBody(), null)).status).toBe(401);
    expect((await add(patientBody(), specialist.token)).status).toBe(403);
  });

  it.each([
    [{ idNumber: "" }, "idNumber", "required"],
    [{ idNumber: "123" }, "idNumber", "id_number_length"],
    [{ idNumber: "110105194912310021" }, "idNumber", "id_number_checksum"],
    [{ idNumber: "110105202602290010" }, "idNumber", "id_number_date"],
    [{ name: "李" }, "name", "name"],
    [{ name: "<b>" }, "name", "name"],
    [{ name: "\u200b\u2063\u3164" }, "name", "required"],
    [{ name: "李\ue5f1" }, "name", "private_use"],
    [{ name: "z\u0300\u0301\u0302\u0303" }, "name", "combining_marks"],
    [{ relationship: "boss" }, "relationship", "required"],
    [{ requestKey: "1" }, "requestKey", "request_key"],
    [{ phone: "1" }, "phone", "phone"],
  ])("%o is 400 on %s: %s", async (change, path, code) => {
    const reply = await add({ ...patientBody({ relationship: "parent" }), ...change });
    expect([reply.status, reply.problem?.code, reply.problem?.fields]).toEqual([
      400,
      "invalid_input",
      [{ path, code }],
    ]);
  });

  it("asks for a guardian's consent and a fitting relationship below 14 (R8)", async () => {
    const child = { idNumber: newIdNumber({ birthDate: "2012-11-24" }) };
    const missing = await add(patientBody({ ...child, relationship: "child" }));
    expect([missing.status, missing.problem?.code, missing.problem?.fields?.[0]?.path]).toEqual([
      422,
      "guardian_consent_required",
      "guardianConsent",
    ]);
    const self = await add(patientBody({ ...child, relationship: "spouse", guardianConsent: true }));
    expect([self.status, self.problem?.code]).toEqual([422, "relationship_invalid"]);
    const added = await add(patientBody({ ...child, relationship: "child", guardianConsent: true }));
    expect([added.status, added.data.age]).toEqual([201, 13]);
    const fourteen = { idNumber: newIdNumber({ birthDate: "2012-11-23" }) };
    expect((await add(patientBody({ ...fourteen, relationship: "child" }))).status).toBe(201);
  });

  it("has one self per account, and each person once", async () => {
    const owner = await makePatientAccount(app);
    const idNumber = newIdNumber();
    expect((await add(patientBody({ idNumber }), owner.token)).status).toBe(201);
    const self = await add(patientBody(), owner.token);
    expect([self.status, self.problem?.code, self.problem?.fields]).toEqual([
      422,
      "relationship_invalid",
      [{ path: "relationship", code: "self_exists" }],
    ]);
    const twice = await add(patientBody({ idNumber, relationship: "parent" }), owner.token);
    expect([twice.status, twice.problem?.code, twice.problem?.fields?.[0]?.path]).toEqual([
      409,
      "patient_exists",
      "idNumber",
    ]);
    expect((await add(patientBody({ idNumber, relationship: "parent" }), stranger.token)).status).toBe(201);
  });

  it("answers a repeated request with the first result, also ten at once", async () => {
    const body = patientBody({ relationship: "sibling" });
    const replies = await Promise.all(Array.from({ length: 10 }, () => add(body)));
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(replies.map((reply) => reply.data.id)).size).toBe(1);
    expect(await PatientModel.countDocuments({ requestKey: body.requestKey })).toBe(1);
  });

  it("of ten different requests for one person at once, one wins", async () => {
    const idNumber = newIdNumber();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        add(patientBody({ idNumber, relationship: "sibling", requestKey: randomUUID() })),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    expect(replies.filter((reply) => reply.problem?.code === "patient_exists")).toHaveLength(9);
  });
});

describe("reading a 就诊人", () => {
  it("is for the account alone; another's and none read the same, and both stand in the log", async () => {
    const { id } = await makePatient(app);
    const own = await makePatient(app, { account: stranger });
    for (const patientId of [id, "6560f0a0a0a0a0a0a0a0a0ff"]) {
      const reply = await app.call("GET", `/patients/${patientId}`, { as: stranger.token });
      expect([reply.status, reply.problem?.code, reply.problem?.title]).toEqual([403, "forbidden", "forbidden"]);
    }
    expect((await app.call("GET", `/patients/${own.id}`, { as: stranger.token })).status).toBe(200);
    expect((await app.call("GET", `/patients/${own.id}`)).status).toBe(401);
    expect((await app.call("GET", "/patients/nonsense", { as: stranger.token })).problem?.fields).toEqual([
      { path: "patientId", code: "id" },
    ]);
    const trail = await auditEventsOfPatient(id);
    expect(trail.find((row) => row.outcome === "refused")).toMatchObject({
      action: "read",
      purpose: "profile",
      actor: { userId: stranger.id, role: "patient" },
    });
  });

  it("lists only one's own", async () => {
    const mine = await makePatient(app);
    const reply = await app.call<Patient[]>("GET", "/patients", { as: mine.account.token });
    expect(reply.data.map((patient) => patient.id)).toEqual([mine.id]);
  });
});

describe("consents (R9, R53, R54)", () => {
  const textsOf = async () => (await app.call<ConsentText[]>("GET", "/consent-texts")).data;
  const grant = (as: string | null, id: string, text: { purpose: string; version: string; sha256: string }) =>
    app.call<Patient>("PUT", `/patients/${id}/consents/${text.purpose}`, {
      as,
      body: { version: text.version, textSha256: text.sha256 },
    });
  const withdraw = (as: string | null, id: string, purpose: string) =>
    app.call<Patient>("DELETE", `/patients/${id}/consents/${purpose}`, { as });

  it("are granted one by one, to the text that was read, and kept with its hash", async () => {
    const patient = await makePatient(app, { consents: false });
    const as = patient.account.token;
    await expect(requireConsents(app.ctx, patient.id)).rejects.toMatchObject({
      code: "consent_required",
      fields: [{ path: "consents.health-data" }, { path: "consents.telehealth" }],
    });
    const [first, second] = await textsOf();
    if (!first || !second) throw new Error("two purposes expected");
    const one = await grant(as, patient.id, first);
    expect(one.data.consentsMissing).toEqual([second.purpose]);
    expect(one.data.consents).toEqual([
      {
        purpose: first.purpose,
        version: first.version,
        textSha256: first.sha256,
        grantedAt: "2026-11-23T02:00:00.000Z",
        withdrawnAt: null,
        current: true,
      },
    ]);
    await grant(as, patient.id, second);
    await requireConsents(app.ctx, patient.id);
  });

  it("refuse a text that is not the one in force", async () => {
    const patient = await makePatient(app, { consents: false });
    const [text] = await textsOf();
    if (!text) throw new Error("a text expected");
    for (const change of [{ version: "2020-01" }, { sha256: "0".repeat(64) }]) {
      const reply = await grant(patient.account.token, patient.id, { ...text, ...change });
      expect([reply.status, reply.problem?.code]).toEqual([409, "consent_outdated"]);
    }
  });

  it("are withdrawn as easily, with the history kept, and may be granted anew", async () => {
    const patient = await makePatient(app);
    const as = patient.account.token;
    const [text] = await textsOf();
    if (!text) throw new Error("a text expected");
    const gone = await withdraw(as, patient.id, text.purpose);
    expect(gone.data.consentsMissing).toEqual([text.purpose]);
    expect((await withdraw(as, patient.id, text.purpose)).status).toBe(200);
    const back = await grant(as, patient.id, text);
    const rows = back.data.consents.filter((consent) => consent.purpose === text.purpose);
    expect(rows.map((row) => [row.withdrawnAt !== null, row.current])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(back.data.consentsMissing).toEqual([]);
  });

  it("stand once, however often the button is tapped", async () => {
    const patient = await makePatient(app, { consents: false });
    const [text] = await textsOf();
    if (!text) throw new Error("a text expected");
    const replies = await Promise.all(Array.from({ length: 8 }, () => grant(patient.account.token, patient.id, text)));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
    expect(await ConsentModel.countDocuments({ patientId: patient.id })).toBe(1);
  });

  it("of a new wording are asked for again: an older version no longer counts", async () => {
    const patient = await makePatient(app);
    await ConsentModel.updateMany({ patientId: patient.id, purpose: "telehealth" }, { $set: { version: "2020-01" } });
    await expect(requireConsents(app.ctx, patient.id)).rejects.toMatchObject({
      fields: [{ path: "consents.telehealth", code: "consent_required" }],
    });
    const text = (await textsOf()).find(({ purpose }) => purpose === "telehealth");
    if (!text) throw new Error("a text expected");
    const renewed = await grant(patient.account.token, patient.id, text);
    expect(renewed.data.consentsMissing).toEqual([]);
    expect(await ConsentModel.countDocuments({ patientId: patient.id, purpose: "telehealth" })).toBe(2);
  });

  it("401 for nobody, 403 for strangers, 400 for an unknown purpose", async () => {
    const patient = await makePatient(app);
    const [text] = await textsOf();
    if (!text) throw new Error("a text expected");
    expect((await grant(null, patient.id, text)).status).toBe(401);
    expect((await grant(stranger.token, patient.id, text)).status).toBe(403);
    expect((await withdraw(stranger.token, patient.id, text.purpose)).status).toBe(403);
    expect((await withdraw(specialist.token, patient.id, text.purpose)).status).toBe(403);
    const unknown = await grant(patient.account.token, patient.id, { ...text, purpose: "marketing" });
    expect([unknown.status, unknown.problem?.fields?.[0]?.path]).toEqual([400, "purpose"]);
  });
});
