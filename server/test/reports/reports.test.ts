import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { endCareAccess, grantCareAccess } from "../../src/modules/care-access/index.ts";
import { filesModule } from "../../src/modules/files/index.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { newId } from "../../src/platform/outbox.ts";
import { fileByKey, makeFile, settledFile, tusMetadata, unread } from "../support/make-file.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeReport, reportBody } from "../support/make-report.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import type { TestUser } from "../support/make-user.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

// Ahead of the real clock, by which the database drops sessions and facts whose time is over.
const NOW = "2036-03-01T02:00:00Z";
let app: TestApp;
let patient: TestPatient;
let stranger: TestPatient;
let specialist: TestSpecialist;
let admin: TestUser;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  patient = await makePatient(app);
  stranger = await makePatient(app);
  const hospital = await makeHospital(app);
  specialist = await makeSpecialist(app, { hospital });
  admin = hospital.admin;
});
afterAll(() => app.close());

const photo = (of = patient, content = "photos/landscape_6.jpg") =>
  makeFile(app, { as: of.account.token, patientId: of.id, content });
const add = (body: object, as: string | null = patient.account.token) =>
  app.call<Report>("POST", "/reports", { as, body });
const get = (id: string, as: string | null = patient.account.token) =>
  app.call<Report>("GET", `/reports/${id}`, { as });
const list = (query = "", as: string | null = patient.account.token, of = patient.id) =>
  app.call<{ items: Report[]; nextCursor: string | null }>("GET", `/patients/${of}/reports${query}`, { as });
const hide = (id: string, as: string | null = patient.account.token) =>
  app.call<Report>("POST", `/reports/${id}/hide`, { as });
const facts = async (reportId: string) => {
  const rows = await OutboxModel.find({ "entity.id": reportId }).sort({ _id: 1 }).lean();
  return rows.map(({ type, data }) => ({ type, data: data as object }));
};

/** Opens the patient's record to the specialist for an hour; what is returned ends it. */
async function grant(): Promise<() => Promise<void>> {
  const appointmentId = newId();
  const now = app.ctx.now();
  await grantCareAccess(app.ctx, {
    patientId: patient.id,
    specialistId: specialist.specialistId,
    organizationId: specialist.hospital.organization.id,
    appointmentId,
    from: now,
    until: new Date(now.getTime() + 3_600_000),
    visitEnd: now,
  });
  return () => endCareAccess(app.ctx, { appointmentId });
}

describe("adding a report", () => {
  test("answers it with its pictures, and tells the account and the trail", async () => {
    const ear = earOf(await app.socket(patient.account.token));
    const strangers = earOf(await app.socket(stranger.account.token));
    const [first, second] = [await photo(), await photo(patient, "pdf/pdflatex-forms.pdf")];
    const reply = await add(reportBody(patient.id, [second.id, first.id]));
    expect(reply.status).toBe(201);
    expect(reply.data).toMatchObject({
      patientId: patient.id,
      category: "laboratory",
      title: "肾功能",
      performer: "鸡西市人民医院",
      issuedOn: "2026-02-20",
      status: "final",
      abilities: { hide: true },
      createdAt: app.ctx.now().toISOString(),
      files: [
        { id: second.id, kind: "pdf", status: "ready" },
        { id: first.id, kind: "image", status: "ready" },
      ],
    });
    await ear.first("report:changed", ({ reportId }) => reportId === reply.data.id);
    expect(strangers.names()).toEqual([]);
    const ids = { reportId: reply.data.id, accountId: patient.account.id };
    expect(await facts(reply.data.id)).toEqual([{ type: "report:added", data: ids }]);
    expect((await get(reply.data.id)).data.files.map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  test("the same request again, also twenty times at once, makes one", async () => {
    const body = reportBody(patient.id, [(await photo()).id]);
    const replies = await Promise.all(Array.from({ length: 20 }, () => add(body)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ data }) => data.id)).size).toBe(1);
    expect((await add({ ...body, title: "另一个" })).data.title).toBe("肾功能");
  });

  test.each([
    ["patientId", { patientId: "x" }],
    ["requestKey", { requestKey: "1" }],
    ["category", { category: "poem" }],
    ["title", { title: " " }],
    ["title", { title: "长".repeat(81) }],
    ["performer", { performer: "" }],
    ["issuedOn", { issuedOn: "2026-02-30" }],
    ["fileIds", { fileIds: [] }],
    ["fileIds", { fileIds: Array.from({ length: 21 }, () => newId()) }],
    ["fileIds.0", { fileIds: [{ $ne: null }] }],
  ])("refuses a wrong %s", async (path, wrong) => {
    const reply = await add({ ...reportBody(patient.id, [newId()]), ...wrong });
    expect(reply.problem).toMatchObject({ status: 400, code: "invalid_input", fields: [{ path }] });
  });

  test("the day on the paper is between birth and today, by the hospital's clock", async () => {
    const fileIds = [(await photo()).id];
    const dayCode = async (issuedOn: string) =>
      (await add(reportBody(patient.id, fileIds, { issuedOn }))).problem?.fields;
    expect(await dayCode("2036-03-02")).toEqual([{ path: "issuedOn", code: "day_future" }]);
    expect(await dayCode("1900-01-01")).toEqual([{ path: "issuedOn", code: "day_before_birth" }]);
    app.setNow("2036-03-01T16:00:00Z"); // midnight in Shanghai
    const late = await makePatient(app);
    const own = [(await photo(late)).id];
    const reply = await add(reportBody(late.id, own, { issuedOn: "2036-03-02" }), late.account.token);
    await app.settled();
    app.setNow(NOW);
    expect(reply.status).toBe(201);
  });

  test("names the files that are not the caller's own for this patient", async () => {
    const other = await makePatient(app, { account: patient.account, relationship: "parent" });
    const [mine, theirs, forOther] = [await photo(), await photo(stranger), await photo(other)];
    const broken = await photo(patient, "hostile-uploads/xss.html");
    const reply = await add(reportBody(patient.id, [mine.id, theirs.id, newId(), forOther.id, broken.id, mine.id]));
    expect([reply.status, reply.problem?.fields]).toEqual([
      400,
      [
        { path: "fileIds.1", code: "file_unknown" },
        { path: "fileIds.2", code: "file_unknown" },
        { path: "fileIds.3", code: "file_unknown" },
        { path: "fileIds.4", code: "file_unsupported" },
        { path: "fileIds.5", code: "duplicate" },
      ],
    ]);
    expect((await list()).data.items.some(({ files }) => files.some(({ id }) => id === mine.id))).toBe(false);
  });

  test("a file whose bytes are not all here is a conflict that will pass", async () => {
    const uploadKey = randomUUID();
    await fetch(`${app.url}/api/uploads`, {
      method: "POST",
      headers: {
        "tus-resumable": "1.0.0",
        authorization: `Bearer ${patient.account.token}`,
        "upload-length": "1000",
        "upload-metadata": tusMetadata({ uploadKey, filename: "a.jpg", patientId: patient.id }),
      },
    });
    const file = await fileByKey(app, patient.account.token, uploadKey);
    const reply = await add(reportBody(patient.id, [file?.id ?? ""]));
    expect(reply.problem).toMatchObject({
      status: 409,
      code: "file_not_ready",
      retryable: true,
      fields: [{ path: "fileIds.0", code: "file_not_ready" }],
    });
  });

  test("a file refused after the report was sent is told by the report and by a fact, once", async () => {
    const ear = earOf(await app.socket(patient.account.token));
    const refused = await photo(patient, "hostile-uploads/pixelflood-lottapixel.jpg");
    // As if the server had been killed between the verdict and the end of the reading, and were slow to come back.
    await unread(refused.id, { dueAt: new Date("2037-01-01") });
    const reply = await add(reportBody(patient.id, [refused.id]));
    expect(reply.status).toBe(201);
    expect(reply.data.files).toMatchObject([{ status: "processing", refusal: null }]);
    await app.settled();
    ear.forget();
    await unread(refused.id, { dueAt: app.ctx.now() });
    await photo(); // wakes the reader
    await settledFile(app, patient.account.token, refused.id);
    await ear.first("report:changed", ({ reportId }) => reportId === reply.data.id);
    const [shown] = (await get(reply.data.id)).data.files;
    expect(shown).toMatchObject({ status: "refused", refusal: "file_too_many_pixels", pages: [], original: null });
    const ids = { reportId: reply.data.id, accountId: patient.account.id };
    const told = [
      { type: "report:added", data: ids },
      { type: "report:file-refused", data: { ...ids, fileId: refused.id } },
    ];
    await app.settled();
    expect(await facts(reply.data.id)).toEqual(told);
    // The outbox may deliver a fact again.
    await OutboxModel.updateMany({ type: "file:settled", "entity.id": refused.id }, { $set: { pending: true } });
    await app.settled();
    expect(await facts(reply.data.id)).toEqual(told);
  });

  test("401 without a session, 403 for staff and for another's patient, which is as one that is not", async () => {
    const body = reportBody(patient.id, [newId()]);
    expect((await add(body, null)).status).toBe(401);
    for (const as of [admin.token, specialist.token, stranger.account.token])
      expect((await add(body, as)).problem).toMatchObject({ status: 403, code: "forbidden" });
    const nobodys = await add(reportBody(newId(), [newId()]));
    expect([nobodys.status, nobodys.problem?.fields]).toEqual([403, undefined]);
  });
});

describe("reading reports", () => {
  test("newest paper first, page by page without gap or repetition", async () => {
    const own = await makePatient(app);
    const fileIds = [(await photo(own)).id];
    const days = ["2026-01-05", "2025-12-31", "2026-01-05", "2020-02-29", "2026-01-05", "2026-02-01", "2025-12-31"];
    for (const [index, issuedOn] of days.entries())
      await makeReport(app, own, { fileIds, issuedOn, category: index % 2 === 0 ? "laboratory" : "imaging" });
    const read: Report[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list(
        `?limit=2${cursor && `&cursor=${cursor}`}`,
        own.account.token,
        own.id,
      );
      expect(page.data.items.length).toBeLessThanOrEqual(2);
      read.push(...page.data.items);
      cursor = page.data.nextCursor;
    }
    expect(read.map(({ issuedOn }) => issuedOn)).toEqual(days.toSorted().toReversed());
    expect(new Set(read.map(({ id }) => id)).size).toBe(days.length);
    const imaging = await list("?category=imaging", own.account.token, own.id);
    expect(imaging.data.items.map(({ category }) => category)).toEqual(["imaging", "imaging", "imaging"]);
    for (const wrong of ["cursor=nonsense", "cursor=WzEsMl0", "limit=0", "limit=101", "category=poem"])
      expect([wrong, (await list(`?${wrong}`)).problem?.fields?.[0]?.path]).toEqual([wrong, wrong.split("=")[0]]);
  });

  test("a specialist reads while a grant lives, and gets no originals and no say", async () => {
    const report = await makeReport(app, patient);
    const as = specialist.token;
    expect((await get(report.id, as)).status).toBe(403);
    expect((await list("", as)).status).toBe(403);
    const end = await grant();
    const seen = await get(report.id, as);
    expect(seen.data).toMatchObject({
      id: report.id,
      abilities: { hide: false },
      files: [{ status: "ready", original: null }],
    });
    expect((await fetch(app.url + seen.data.files[0]?.pages[0]?.display)).status).toBe(200);
    expect((await list("", as)).data.items.map(({ id }) => id)).toContain(report.id);
    expect((await hide(report.id, as)).status).toBe(403);
    await end();
    expect((await get(report.id, as)).status).toBe(403);
  });

  test("401 without a session; 403 for strangers and staff, for what is there and what is not", async () => {
    const report = await makeReport(app, patient);
    for (const read of [get, hide])
      for (const id of [report.id, newId()]) {
        expect((await read(id, null)).status).toBe(401);
        for (const as of [stranger.account.token, admin.token, specialist.token]) {
          const reply = await read(id, as);
          expect([reply.status, reply.problem?.code, reply.problem?.fields]).toEqual([403, "forbidden", undefined]);
        }
      }
    expect((await list("", null)).status).toBe(401);
    for (const as of [stranger.account.token, admin.token, specialist.token])
      for (const of of [patient.id, newId()]) expect((await list("", as, of)).status).toBe(403);
    expect((await get("nonsense")).problem?.fields).toMatchObject([{ path: "reportId" }]);
  });

  test("no title and no hospital stand readable in the database", async () => {
    const report = await makeReport(app, patient, { title: "肾活检病理", performer: "北京某医院" });
    expect((await get(report.id)).data.title).toBe("肾活检病理");
    const { default: mongoose } = await import("mongoose");
    for (const name of ["reports", "files", "outbox", "audit_events"]) {
      const rows = JSON.stringify(await mongoose.connection.collection(name).find({}).toArray());
      for (const word of ["肾活检", "北京某医院", "landscape_6"])
        expect([name, rows.includes(word)]).toEqual([name, false]);
    }
  });
});

describe("hiding a report", () => {
  test("takes it out of the list and keeps it; a second time is too late", async () => {
    const report = await makeReport(app, patient);
    const reply = await hide(report.id);
    expect([reply.status, reply.data]).toMatchObject([200, { status: "entered-in-error", abilities: { hide: false } }]);
    expect((await list()).data.items.map(({ id }) => id)).not.toContain(report.id);
    const kept = await get(report.id);
    expect(kept.data).toMatchObject({ status: "entered-in-error", files: [{ status: "ready" }] });
    expect((await hide(report.id)).problem).toMatchObject({ status: 409, code: "illegal_state" });
    expect((await facts(report.id)).map(({ type }) => type)).toEqual(["report:added", "report:hidden"]);
    // R32: the clean-up of files does not touch what a hidden report holds.
    app.advance(30 * DAY_MS);
    for (const job of filesModule.jobs ?? []) await job.run(app.app.services);
    app.setNow(NOW);
    expect((await get(report.id)).data.files).toMatchObject([{ status: "ready" }]);
  });

  test("of ten at once one hides it", async () => {
    const report = await makeReport(app, patient);
    const replies = await Promise.all(Array.from({ length: 10 }, () => hide(report.id)));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 409),
    ]);
  });
});
