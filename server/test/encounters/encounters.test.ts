import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Consultation, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Diagnosis, NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";
import type { Note, Plan } from "@fuzhen/shared/encounters/note.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { findNoteOf, listVersions } from "../../src/modules/encounters/note.repo.ts";
import { openFields } from "../../src/modules/encounters/note-fields.ts";
import { NoteVersionModel } from "../../src/modules/encounters/note-version.model.ts";
import { SignedDocumentModel } from "../../src/platform/documents/signed-document.model.ts";
import { makeConsultation, makeReadyVisit, type Visit } from "../support/make-consultation.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let stranger: { patientToken: string; specialistToken: string };
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
  stranger = await makeReadyVisit(app, { specialist: "own" });
});
afterAll(() => app.close());

const whole: NoteFields = {
  chiefComplaint: "复查肾功能",
  presentIllness: "按时服药，近三月无水肿，血压平稳。",
  diagnoses: [{ code: "N03", display: "" }],
  plan: "继续原方案，三个月后复查肌酐与 24 小时尿蛋白。",
};
const at = (visit: Visit, rest: string) => `/consultations/${visit.consultationId}/${rest}`;
const save = (
  visit: Visit,
  expectedVersion: number,
  fields: Partial<NoteFields> = {},
  as: string | null = visit.specialistToken,
) => app.call<Note>("PUT", at(visit, "note"), { as, body: { ...whole, ...fields, expectedVersion } });
const sign = (visit: Visit, expectedVersion: number, as: string | null = visit.specialistToken) =>
  app.call<Note>("POST", at(visit, "note/sign"), { as, body: { expectedVersion } });
const read = (visit: Visit, as: string | null = visit.specialistToken) =>
  app.call<Note>("GET", at(visit, "note"), { as });
const plan = (visit: Visit, as: string | null = visit.patientToken) => app.call<Plan>("GET", at(visit, "plan"), { as });
async function signed(): Promise<Visit> {
  const visit = await makeConsultation(app);
  await save(visit, 0);
  expect((await sign(visit, 1)).status).toBe(200);
  return visit;
}

describe("writing the note", () => {
  test("begins blank, is saved version by version, and comes back as saved", async () => {
    const visit = await makeConsultation(app);
    expect((await read(visit)).data).toEqual({
      consultationId: visit.consultationId,
      chiefComplaint: "",
      presentIllness: "",
      diagnoses: [],
      plan: "",
      status: "draft",
      version: 0,
      updatedAt: null,
      signature: null,
    });
    const first = await save(visit, 0, { plan: "", diagnoses: [] });
    expect(first.data).toMatchObject({ version: 1, status: "draft", plan: "", updatedAt: app.ctx.now().toISOString() });
    const second = await save(visit, 1);
    expect(second.data).toMatchObject({ version: 2, plan: whole.plan });
    expect((await read(visit)).data).toEqual(second.data);
  });
  test("diagnoses take the table's wording, whatever was sent", async () => {
    const visit = await makeConsultation(app);
    const { data } = await save(visit, 0, { diagnoses: [{ code: "N03", display: "随便写的" }] });
    expect(data.diagnoses).toEqual([{ code: "N03", display: "慢性肾炎综合征" }]);
  });
  test("the specialist's own words stand beside the code, in the note, its signature and the plan; blank ones nowhere", async () => {
    const visit = await makeConsultation(app);
    const diagnoses = [
      { code: "N02", display: "", text: " IgA 肾病 Ⅲ 期\ud83d" },
      { code: "I10", display: "", text: "  " },
    ];
    const stored = [
      { code: "N02", display: "复发性和持续性血尿", text: "IgA 肾病 Ⅲ 期\ufffd" },
      { code: "I10", display: "特发性(原发性)高血压" },
    ];
    expect((await save(visit, 0, { diagnoses })).data).toMatchObject({ version: 1, diagnoses: stored });
    expect((await save(visit, 1, { diagnoses })).data.version).toBe(1);
    const [first, second] = stored;
    const reworded = [{ code: "N02", display: "", text: "IgA 肾病" }, ...(second ? [second] : [])];
    expect((await save(visit, 1, { diagnoses: reworded })).data.version).toBe(2);
    await sign(visit, 2);
    expect((await plan(visit)).data).toMatchObject({
      diagnoses: [{ ...first, text: "IgA 肾病" }, second],
      signature: { valid: true },
    });
  });
  test("an unknown diagnosis is named by its place, an ill-formed one too", async () => {
    const visit = await makeConsultation(app);
    const unknown = await save(visit, 0, {
      diagnoses: [
        { code: "N03", display: "" },
        { code: "Z00.99", display: "" },
      ],
    });
    expect([unknown.status, unknown.problem?.code]).toEqual([422, "diagnosis_unknown"]);
    expect(unknown.problem?.fields).toEqual([{ path: "diagnoses.1.code", code: "diagnosis_unknown" }]);
    const formless = await save(visit, 0, { diagnoses: [{ code: "肾炎", display: "" }] });
    expect([formless.status, formless.problem?.fields?.[0]?.path]).toEqual([400, "diagnoses.0.code"]);
  });
  test.each<[string, object, string]>([
    ["a complaint that is too long", { chiefComplaint: "长".repeat(501) }, "chiefComplaint"],
    ["a plan with control characters", { plan: "a\u0007" }, "plan"],
    [
      "a wording that is too long",
      { diagnoses: [{ code: "N03", display: "", text: "长".repeat(101) }] },
      "diagnoses.0.text",
    ],
    ["a wording that is none", { diagnoses: [{ code: "N03", display: "", text: 3 }] }, "diagnoses.0.text"],
    ["eleven diagnoses", { diagnoses: Array.from({ length: 11 }, () => ({ code: "N03", display: "" })) }, "diagnoses"],
    ["a query in place of text", { presentIllness: { $ne: "" } }, "presentIllness"],
    ["a version that is none", { expectedVersion: -1 }, "expectedVersion"],
  ])("400 for %s", async (_what, fields, path) => {
    const visit = await makeConsultation(app);
    const reply = await app.call("PUT", at(visit, "note"), {
      as: visit.specialistToken,
      body: { ...whole, expectedVersion: 0, ...fields },
    });
    expect([reply.status, reply.problem?.fields?.map((field) => field.path)]).toEqual([400, [path]]);
  });
  test("a version behind reads note_changed; the same words again are not saved twice", async () => {
    const visit = await makeConsultation(app);
    await save(visit, 0);
    const again = await save(visit, 0);
    expect([again.status, again.data.version]).toEqual([200, 1]);
    await save(visit, 1, { plan: "二" });
    const behind = await save(visit, 1, { plan: "三" });
    expect([behind.status, behind.problem?.code]).toEqual([409, "note_changed"]);
    expect((await save(visit, 5, { plan: "三" })).problem?.code).toBe("note_changed");
  });
  test("ten windows save at once: one wins, the others read note_changed", async () => {
    const visit = await makeConsultation(app);
    for (const version of [0, 1]) {
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, i) => save(visit, version, { plan: `${version}${i}` })),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(replies.filter(({ problem }) => problem?.code === "note_changed")).toHaveLength(9);
    }
    const note = await findNoteOf(visit.consultationId);
    expect(note?.version).toBe(2);
    expect((await listVersions(note?.id ?? "")).map(({ version }) => version)).toEqual([1]);
  });
  test("R33 what each session left is kept with who and when, and can be neither changed nor deleted", async () => {
    const visit = await makeConsultation(app);
    // Saves that name no page are sessions of their own.
    for (const [version, text] of ["一", "二", "三"].entries()) await save(visit, version, { plan: text });
    expect((await sign(visit, 3)).status).toBe(200);
    const note = await findNoteOf(visit.consultationId);
    const versions = await listVersions(note?.id ?? "");
    expect(
      versions.map((one) => openFields(app.ctx, { id: one.noteId, sealedFields: one.sealedFields })?.plan),
    ).toEqual(["一", "二", "三"]);
    for (const one of versions) expect(one).toMatchObject({ savedBy: visit.specialist.id, savedAt: app.ctx.now() });
    const filter = { noteId: note?.id };
    await expect(NoteVersionModel.updateOne(filter, { $set: { version: 9 } })).rejects.toThrow("append-only");
    await expect(NoteVersionModel.updateMany(filter, { $set: { version: 9 } })).rejects.toThrow("append-only");
    await expect(NoteVersionModel.findOneAndUpdate(filter, { $set: { version: 9 } })).rejects.toThrow("append-only");
    await expect(NoteVersionModel.replaceOne(filter, { version: 9 })).rejects.toThrow("append-only");
    await expect(NoteVersionModel.deleteOne(filter)).rejects.toThrow("append-only");
    await expect(NoteVersionModel.deleteMany(filter)).rejects.toThrow("append-only");
    await expect(NoteVersionModel.findOneAndDelete(filter)).rejects.toThrow("append-only");
    const one = await NoteVersionModel.findOne(filter);
    one?.set({ version: 9 });
    await expect(one?.save()).rejects.toThrow("append-only");
    await expect(one?.deleteOne()).rejects.toThrow("append-only");
    expect(await listVersions(note?.id ?? "")).toEqual(versions);
  });
  test("R67 neither database nor log holds a word of it", async () => {
    const visit = await makeConsultation(app);
    const words = "只有医患二人知道的现病史";
    await save(visit, 0, { presentIllness: words });
    await sign(visit, 1);
    await app.settled();
    for (const collection of (await mongoose.connection.db?.collections()) ?? [])
      expect(JSON.stringify(await collection.find().toArray())).not.toMatch(new RegExp(`${words}|慢性肾炎综合征`));
    expect(app.logLines.join("\n")).not.toMatch(new RegExp(`${words}|${whole.plan}`));
  });
});

describe("who may", () => {
  test("R16 only the treating specialist reads, writes and signs; the patient has the plan alone", async () => {
    const visit = await makeConsultation(app);
    await save(visit, 0);
    expect((await read(visit, null)).status).toBe(401);
    expect((await save(visit, 1, {}, null)).status).toBe(401);
    expect((await sign(visit, 1, null)).status).toBe(401);
    expect((await plan(visit, null)).status).toBe(401);
    const second = await makeReadyVisit(app, { patient: visit.patient, specialist: "own", minutesAhead: 600 });
    const people = [
      visit.patientToken,
      stranger.patientToken,
      stranger.specialistToken,
      second.specialistToken,
      visit.specialist.hospital.admin.token,
    ];
    for (const as of people) {
      expect((await read(visit, as)).problem?.code).toBe("forbidden");
      expect((await save(visit, 1, {}, as)).problem?.code).toBe("forbidden");
      expect((await sign(visit, 1, as)).problem?.code).toBe("forbidden");
    }
    for (const as of people.slice(1)) expect((await plan(visit, as)).problem?.code).toBe("forbidden");
    const nowhere = { ...visit, consultationId: "f".repeat(24) };
    expect((await read(nowhere)).problem?.code).toBe("forbidden");
    expect((await plan(nowhere)).problem?.code).toBe("forbidden");
    expect((await read({ ...visit, consultationId: "1" })).status).toBe(400);
  });
});

describe("signing", () => {
  test("R34 only by one who has just proven who they are; proven again, the same request passes", async () => {
    const visit = await makeConsultation(app);
    await save(visit, 0);
    const sessions = mongoose.connection.collection("sessions");
    // The page renews its token all day; that does not make the person's last proof of who they are any newer.
    const old = new Date(app.ctx.now().getTime() - 10 * MINUTE_MS);
    await sessions.updateMany(
      { userId: new mongoose.Types.ObjectId(visit.specialist.id) },
      { $set: { confirmedAt: old } },
    );
    expect((await sign(visit, 1)).problem).toMatchObject({ status: 403, code: "reauthentication_required" });
    expect((await read(visit)).data).toMatchObject({ status: "draft", signature: null });
    const proof = { method: "password", password: visit.specialist.password };
    const proven = await app.call("POST", "/sessions/confirm", { as: visit.specialistToken, body: proof });
    expect(proven.status).toBe(200);
    expect((await sign(visit, 1)).data).toMatchObject({ status: "final" });
  });
  test("R30 not with a mandatory field empty: all of them are named", async () => {
    const visit = await makeConsultation(app);
    await save(visit, 0, { chiefComplaint: "", diagnoses: [], plan: "" });
    const reply = await sign(visit, 1);
    expect([reply.status, reply.problem?.code]).toEqual([422, "note_incomplete"]);
    expect(reply.problem?.fields).toEqual(
      ["chiefComplaint", "diagnoses", "plan"].map((path) => ({ path, code: "required" })),
    );
    expect((await read(visit)).data.status).toBe("draft");
  });
  test("only the version before one's eyes", async () => {
    const visit = await makeConsultation(app);
    expect((await sign(visit, 1)).problem?.code).toBe("note_changed");
    await save(visit, 0);
    await save(visit, 1, { plan: "新的" });
    expect((await sign(visit, 1)).problem?.code).toBe("note_changed");
    expect((await sign(visit, 0)).status).toBe(400);
  });
  test("locks the note, ends the visit and its call, fulfils the appointment, tells both", async () => {
    const visit = await makeConsultation(app);
    await save(visit, 0);
    const patient = await app.socket(visit.patientToken);
    const ear = earOf(patient);
    const { consultationId } = visit;
    await command(patient, "consultation:join", { consultationId });
    expect((await command(patient, "call:join", { consultationId })).ok).toBe(true);
    const { data, status } = await sign(visit, 1);
    expect(status).toBe(200);
    expect(data).toMatchObject({
      status: "final",
      version: 1,
      signature: { algorithm: "Ed25519", valid: true, signedAt: app.ctx.now().toISOString() },
    });
    expect(await ear.first("call:ended")).toEqual({ consultationId, reason: "visit-finished" });
    await ear.first("consultation:changed", (told) => told.status === "finished");
    const after = await app.call<Consultation>("GET", `/consultations/${consultationId}`, { as: visit.patientToken });
    expect(after.data).toMatchObject({
      status: "finished",
      call: null,
      finishedAt: app.ctx.now().toISOString(),
      questionsUntil: new Date(app.ctx.now().getTime() + 48 * 3_600_000).toISOString(),
      abilities: { send: true, call: false, writeNote: false, readPlan: true },
    });
    const appointment = await app.call<Appointment>("GET", `/appointments/${visit.appointmentId}`, {
      as: visit.patientToken,
    });
    expect(appointment.data).toMatchObject({ status: "fulfilled", consultationStatus: "finished" });
    const { data: timeline } = await app.call<{ messages: Message[] }>("GET", at(visit, "messages"), {
      as: visit.patientToken,
    });
    expect(timeline.messages.map(({ event }) => event)).toEqual(["visit-opened", "call-not-joined", "visit-finished"]);
    expect(await command(patient, "call:join", { consultationId })).toMatchObject({
      problem: { code: "visit_closed" },
    });
    const late = { consultationId, clientMessageId: crypto.randomUUID(), text: "还有一件事" };
    expect(await command(patient, "message:send", late)).toMatchObject({ data: { seq: 4, sender: "patient" } });
    expect((await command(patient, "typing:set", { consultationId, typing: true })).ok).toBe(true);
    expect((await command(patient, "message:mark", { consultationId, readSeq: 5 })).ok).toBe(true);
  });
  test("again answers the same signature; another version reads note_signed; nothing more is saved (R35)", async () => {
    const visit = await signed();
    const first = await read(visit);
    app.advance(60_000);
    const again = await sign(visit, 1);
    app.advance(-60_000);
    expect(again.data).toEqual(first.data);
    expect((await sign(visit, 2)).problem?.code).toBe("note_signed");
    const late = await save(visit, 1, { plan: "改一下" });
    expect([late.status, late.problem?.code]).toEqual([409, "note_signed"]);
  });
  test("ten windows sign at once: one signature", async () => {
    const visit = await makeConsultation(app);
    await save(visit, 0);
    const replies = await Promise.all(Array.from({ length: 10 }, () => sign(visit, 1)));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(new Set(replies.map(({ data }) => data.signature?.value)).size).toBe(1);
    const { data } = await app.call<{ messages: Message[] }>("GET", at(visit, "messages"), { as: visit.patientToken });
    expect(data.messages.filter(({ event }) => event === "visit-finished")).toHaveLength(1);
  });
  test("two notes of one specialist have two numbers, and the database takes no second of either", async () => {
    const [one, other] = [await signed(), await signed()];
    const numbers = [await plan(one), await plan(other)].map(({ data }) => data.signature.number);
    expect(new Set(numbers).size).toBe(2);
    const documents = mongoose.connection.collection("signed_documents");
    const row = await documents.findOne({ number: numbers[0] });
    const { _id, ...rest } = row ?? {};
    const anew = { ...rest, subjectId: new mongoose.Types.ObjectId() };
    await expect(documents.insertOne({ ...anew })).rejects.toThrow("duplicate key");
    await expect(documents.insertOne({ ...rest, number: "0000" })).rejects.toThrow("duplicate key");
    await expect(SignedDocumentModel.updateOne({ _id }, { $set: { number: "0" } })).rejects.toThrow("append-only");
    await expect(SignedDocumentModel.deleteOne({ _id })).rejects.toThrow("append-only");
  });
  test("one window saves while the other signs: what is signed is what was seen", async () => {
    for (let round = 0; round < 5; round++) {
      const visit = await makeConsultation(app);
      await save(visit, 0);
      const [saving, signing] = await Promise.all([save(visit, 1, { plan: "趁着改" }), sign(visit, 1)]);
      expect([saving.status, signing.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
      const { data } = await read(visit);
      const outcomes = {
        200: { status: "final", plan: whole.plan, version: 1 },
        409: { status: "draft", plan: "趁着改", version: 2 },
      };
      expect(data).toMatchObject(signing.status === 200 ? outcomes[200] : outcomes[409]);
    }
  });
});

describe("the plan", () => {
  test("is nowhere before the signature", async () => {
    const visit = await makeConsultation(app);
    expect((await plan(visit)).problem?.code).toBe("not_found");
    await save(visit, 0);
    const reply = await plan(visit);
    expect([reply.status, reply.problem?.code]).toEqual([404, "not_found"]);
  });
  test("is read by both sides, with a signature that holds", async () => {
    const visit = await signed();
    for (const as of [visit.patientToken, visit.specialistToken]) {
      const { data } = await plan(visit, as);
      expect(data).toMatchObject({
        consultationId: visit.consultationId,
        plan: whole.plan,
        chiefComplaint: whole.chiefComplaint,
        diagnoses: [{ code: "N03", display: "慢性肾炎综合征" }],
        patientName: visit.patient.record.name,
        specialistName: visit.specialist.record.name,
        organizationName: visit.specialist.hospital.organization.name,
        departmentName: visit.specialist.hospital.department.name,
        signature: { valid: true, signerName: visit.specialist.record.name },
      });
    }
  });
  test("R34 one byte flipped in the database and the signature no longer holds", async () => {
    const visit = await signed();
    const [notes, documents] = ["encounter_notes", "signed_documents"].map((name) =>
      mongoose.connection.collection(name),
    );
    const note = await notes?.findOne({ consultationId: new mongoose.Types.ObjectId(visit.consultationId) });
    const document = await documents?.findOne({ subjectId: note?._id });
    const flip = (value: unknown, place = Math.floor(String(value).length / 2)) => {
      const text = String(value);
      return `${text.slice(0, place)}${text[place] === "A" ? "B" : "A"}${text.slice(place + 1)}`;
    };
    const changes: [typeof notes, typeof note, Record<string, unknown>][] = [
      ...[
        { sealedFields: flip(note?.sealedFields) },
        { version: 2 },
        { specialistId: new mongoose.Types.ObjectId() },
      ].map(($set): (typeof changes)[number] => [notes, note, $set]),
      ...[
        { sealedBody: flip(document?.sealedBody) },
        { signature: flip(document?.signature) },
        { number: flip(document?.number) },
        { contentSha256: flip(document?.contentSha256) },
        { formatVersion: 1 },
        { "signer.name": flip(document?.signer.name, 0) },
        { "signer.id": new mongoose.Types.ObjectId() },
        { "signer.keyId": "f".repeat(24) },
        { time: new Date(app.ctx.now().getTime() + 1) },
      ].map(($set): (typeof changes)[number] => [documents, document, $set]),
    ];
    for (const [rows, row, $set] of changes) {
      if (!rows || !row) throw new Error("nothing was signed");
      await rows.updateOne({ _id: row._id }, { $set });
      const { data, status } = await plan(visit);
      expect([$set, status, data.signature?.valid]).toEqual([$set, 200, false]);
      await rows.replaceOne({ _id: row._id }, row);
    }
    expect((await plan(visit)).data.signature.valid).toBe(true);
  });
});

describe("diagnoses", () => {
  const search = (q: string, as: string | null = stranger.specialistToken) =>
    app.call<Diagnosis[]>("GET", `/diagnoses?q=${encodeURIComponent(q)}`, { as });
  test.each(["慢性肾炎", "mxsy", "N03", "n03"])("found by %s", async (q) => {
    expect((await search(q)).data.map(({ code }) => code)).toContain("N03");
  });
  test("for specialists alone", async () => {
    expect((await search("N03", null)).status).toBe(401);
    expect((await search("N03", stranger.patientToken)).status).toBe(403);
    expect((await search("长".repeat(41))).status).toBe(400);
    expect((await search("")).data).toEqual([]);
  });
});
