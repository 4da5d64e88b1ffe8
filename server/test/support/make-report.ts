import { randomUUID } from "node:crypto";
import type { AddReportInput, Report } from "@fuzhen/shared/reports/report.schema.ts";
import { makeFile } from "./make-file.ts";
import type { TestPatient } from "./make-patient.ts";
import type { TestApp } from "./test-app.ts";

/** A body that is accepted, given the patient's files. */
export const reportBody = (
  patientId: string,
  fileIds: string[],
  overrides: Partial<AddReportInput> = {},
): AddReportInput => ({
  requestKey: randomUUID(),
  patientId,
  category: "laboratory",
  title: "肾功能",
  issuedOn: "2026-02-20",
  performer: "鸡西市人民医院",
  fileIds,
  ...overrides,
});

/** A report of the patient with one photo, all through the API. */
export async function makeReport(
  app: TestApp,
  patient: Pick<TestPatient, "id" | "account">,
  overrides: Partial<AddReportInput> = {},
): Promise<Report> {
  const as = patient.account.token;
  const photo = async () => [
    (await makeFile(app, { as, patientId: patient.id, content: "photos/landscape_6.jpg" })).id,
  ];
  const body = reportBody(patient.id, overrides.fileIds ?? (await photo()), overrides);
  const reply = await app.call<Report>("POST", "/reports", { as, body });
  if (reply.status !== 201) throw new Error(`report answered ${reply.status} ${reply.problem?.code}`);
  return reply.data;
}
