import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import type { Health } from "@fuzhen/shared/operations/health.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { getFileRecord } from "../../src/modules/files/index.ts";
import { FileModel } from "../../src/modules/files/file.model.ts";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { eicar, fakeClamd, type FakeClamd } from "../support/clamd-server.ts";
import { bytesOf, makeFile, workOn } from "../support/make-file.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { reportBody } from "../support/make-report.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let clamd: FakeClamd;
let owner: TestPatient;
let bad: Buffer;
const paper = "photos/fixture.webp";
beforeAll(async () => {
  clamd = await fakeClamd();
  app = await startTestApp({ now: "2036-03-01T02:00:00Z", env: { CLAMAV_URL: clamd.url } });
  owner = await makePatient(app);
  bad = Buffer.concat([await bytesOf(paper), Buffer.from(eicar)]);
});
afterEach(() => clamd.answerWith(undefined));
afterAll(async () => {
  await app.close();
  await clamd.close();
});

const as = () => owner.account.token;
const make = (content: string | Buffer) => makeFile(app, { as: as(), patientId: owner.id, content });
const shown = async (id: string) => (await app.call<FileInfo>("GET", `/files/${id}`, { as: as() })).data;
const opens = async (link: string | null | undefined) => (await fetch(app.url + link)).status;
/** What was put off is due again, and all is done. */
async function allRead(id: string): Promise<void> {
  app.advance(21_000);
  await expect.poll(() => workOn(id)).toEqual([]);
}

test("a clean file is as it was without a scanner, and its row says so", async () => {
  const { id } = await make(paper);
  await allRead(id);
  const { status, original } = await shown(id);
  expect([status, await opens(original)]).toEqual(["ready", 200]);
  expect((await getFileRecord(id))?.readings.scan).toMatchObject({
    version: 1,
    state: "done",
    result: {
      verdict: "clean",
      scanner: "clamd",
    },
  });
});

test("a scanner that is away holds up nothing but the original, which follows when it has answered", async () => {
  clamd.answerWith(() => null);
  const file = await make(paper);
  expect([file.status, await opens(file.pages[0]?.display), file.original]).toEqual(["ready", 200, null]);
  clamd.answerWith(undefined);
  await allRead(file.id);
  expect(await opens((await shown(file.id)).original)).toBe(200);
});

test("R66 what the scanner finds is set aside: no link opens it, its owner is told, the trail knows, no byte is lost", async () => {
  clamd.answerWith(() => null);
  const { id, pages } = await make(bad);
  const report = await app.call<Report>("POST", "/reports", { as: as(), body: reportBody(owner.id, [id]) });
  await app.settled();
  expect(await opens(pages[0]?.display)).toBe(200);
  const ear = earOf(await app.socket(as()));
  clamd.answerWith(undefined);
  await allRead(id);
  await app.settled();
  expect(await ear.first("file:changed")).toEqual({ fileId: id });
  await ear.first("report:changed", ({ reportId }) => reportId === report.data.id);
  const told = { status: "refused", refusal: "file_infected", pages: [], original: null };
  expect(await shown(id)).toMatchObject(told);
  const again = await app.call<Report>("GET", `/reports/${report.data.id}`, { as: as() });
  expect(again.data.files).toMatchObject([told]);
  expect([await opens(pages[0]?.display), await opens(pages[0]?.thumb)]).toEqual([403, 403]);
  const row = await AuditEventModel.findOne({ action: "file:quarantined", "entity.id": id }).lean();
  expect(row?.data).toMatchObject({ fileId: id, signature: "Eicar-Test-Signature" });
  const { folder } = (await getFileRecord(id)) ?? {};
  expect(await app.ctx.objects.size(`${folder}/original`)).toBe(bad.length);
  const bell = await app.call<{ items: { kind: string }[] }>("GET", "/notifications", { as: as() });
  expect(bell.data.items.filter(({ kind }) => kind === "report-refused")).toHaveLength(1);
});

test("one that is found before it was shown is never shown, nor taken into a report", async () => {
  const { id } = await make(bad);
  await allRead(id);
  expect(await shown(id)).toMatchObject({ status: "refused", refusal: "file_infected" });
  const reply = await app.call("POST", "/reports", { as: as(), body: reportBody(owner.id, [id]) });
  expect(reply.problem).toMatchObject({
    code: "invalid_input",
    fields: [{ path: "fileIds.0", code: "file_infected" }],
  });
});

test("files that came before there was a scanner are scanned at leisure, and shown meanwhile", async () => {
  const { id } = await make(paper);
  await allRead(id);
  const at = app.ctx.now();
  await FileModel.updateOne(
    { _id: id },
    { $set: { "readings.scan": { version: 0, state: "skipped", result: null, at } } },
  );
  expect(await opens((await shown(id)).original)).toBe(200);
  await app.runJob("files:read-anew");
  expect(await workOn(id)).toMatchObject([{ kind: "scan", rank: 2 }]);
  await make(paper); // wakes the readers
  await allRead(id);
  expect((await getFileRecord(id))?.readings.scan?.result).toMatchObject({ verdict: "clean" });
});

test("the page of health says whether there is a scanner, and whether it answers", async () => {
  const { admin } = await makeHospital(app);
  const files = async () => (await app.call<Health>("GET", "/admin/health", { as: admin.token })).data;
  expect(await files()).toMatchObject({ files: { scanner: "answers" }, levels: { files: "good" } });
  clamd.answerWith(() => null);
  expect(await files()).toMatchObject({ files: { scanner: "away" }, levels: { files: "act" } });
});
