import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_CORRECTIONS, type CorrectReportInput, type Report } from "@fuzhen/shared/reports/report.schema.ts";
import { ReportModel } from "../../src/modules/reports/report.model.ts";
import { Types } from "../../src/platform/database.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { makeFiledReport } from "../support/make-appointment.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeSight } from "../support/make-sight.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let patient: TestPatient;
let stranger: TestPatient;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  patient = await makePatient(app);
  stranger = await makePatient(app);
});
afterAll(() => app.close());

const right = { category: "laboratory", title: "肾功能", issuedOn: "2026-10-01", performer: "鸡西市人民医院" } as const;
const correct = (
  id: string,
  part: Partial<Omit<CorrectReportInput, "reportId">> = {},
  as: string | null = patient.account.token,
) => app.call<Report>("PUT", `/reports/${id}`, { as, body: { ...right, expectedVersion: 1, ...part } });
const facts = async (id: string) =>
  (await OutboxModel.find({ "entity.id": id, type: "report:corrected" }).lean()).length;

describe("correcting what was written down of a paper", () => {
  test("keeps and shows what stood there, and is told; sent again it changes nothing", async () => {
    const id = await makeFiledReport(app, patient);
    const ear = earOf(await app.socket(patient.account.token));
    const first = await correct(id);
    expect([first.status, first.data]).toMatchObject([
      200,
      {
        ...right,
        version: 2,
        earlier: [
          {
            category: "diagnosis-proof",
            title: "门诊病历",
            performer: "北京肾病医院",
            until: "2026-11-23T02:00:00.000Z",
          },
        ],
        abilities: { correct: true },
      },
    ]);
    await ear.first("report:changed", ({ reportId }) => reportId === id);
    expect((await correct(id)).data).toMatchObject({ version: 2, earlier: { length: 1 } });
    const second = await correct(id, { expectedVersion: 2, title: "肾功能全套" });
    expect(second.data).toMatchObject({ version: 3, earlier: [{ title: "门诊病历" }, { title: "肾功能" }] });
    expect(await facts(id)).toBe(2);
    const row = JSON.stringify(await ReportModel.findById(id).lean());
    for (const text of ["门诊病历", "肾功能", right.performer]) expect(row).not.toContain(text);
  });

  test("a row of the release before, which has no version, is corrected too", async () => {
    const id = await makeFiledReport(app, patient);
    await ReportModel.collection.updateOne({ _id: new Types.ObjectId(id) }, { $unset: { version: "", earlier: "" } });
    expect((await correct(id)).data).toMatchObject({ version: 2, earlier: [{ title: "门诊病历" }] });
  });

  test("of ten at once one is taken, and the others say that it was changed", async () => {
    const id = await makeFiledReport(app, patient);
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) => correct(id, { title: `第 ${index} 次` })),
    );
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 409),
    ]);
    expect(replies.find(({ status }) => status === 409)?.problem?.code).toBe("report_changed");
    expect(await facts(id)).toBe(1);
  });

  test("an old version is refused, and so is one that is hidden or was corrected too often", async () => {
    const id = await makeFiledReport(app, patient);
    expect((await correct(id, { expectedVersion: 7 })).problem).toMatchObject({ status: 409, code: "report_changed" });
    await ReportModel.updateOne({ _id: id }, { $set: { version: MAX_CORRECTIONS + 1 } });
    expect((await correct(id, { expectedVersion: MAX_CORRECTIONS + 1 })).problem).toMatchObject({
      code: "illegal_state",
    });
    const hidden = await makeFiledReport(app, patient);
    await app.call("POST", `/reports/${hidden}/hide`, { as: patient.account.token });
    expect((await correct(hidden)).problem).toMatchObject({ status: 409, code: "illegal_state" });
  });

  test.each([
    [{ issuedOn: "2026-11-24" }, "issuedOn", "day_future"],
    [{ issuedOn: "1900-01-01" }, "issuedOn", "day_before_birth"],
    [{ title: "\u200B" }, "title", "required"],
    [{ performer: "长".repeat(81) }, "performer", "too_long"],
  ])("%j is refused at its field", async (part, path, code) => {
    const reply = await correct(await makeFiledReport(app, patient), part);
    expect([reply.status, reply.problem?.fields]).toEqual([400, [expect.objectContaining({ path, code })]]);
  });

  test("without consent to the use of health data nothing is changed (R53)", async () => {
    const owner = await makePatient(app);
    const id = await makeFiledReport(app, owner);
    const at = `/patients/${owner.id}/consents/health-data`;
    expect((await app.call("DELETE", at, { as: owner.account.token })).status).toBe(200);
    expect((await correct(id, {}, owner.account.token)).problem).toMatchObject({ code: "consent_required" });
  });

  test("401 without a session, 403 for a stranger and for the specialist who reads it", async () => {
    const id = await makeFiledReport(app, patient);
    expect((await correct(id, {}, null)).status).toBe(401);
    expect((await correct(id, {}, stranger.account.token)).problem).toMatchObject({ status: 403, code: "forbidden" });
    const sight = await makeSight(app, "visit");
    expect((await correct(id, {}, sight.specialist.token)).status).toBe(403);
  });
});
