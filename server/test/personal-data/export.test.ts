import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FRESH_MS } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { signInAs } from "../support/make-account.ts";
import { makePatient } from "../support/make-patient.ts";
import { makeSight, type Sight } from "../support/make-sight.ts";
import { signIn } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
let sight: Sight;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  sight = await makeSight(app, "finished");
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const fetchExport = (patientId: string, query: string, as: string | null) =>
  fetch(`${app.url}/api/patients/${patientId}/export?${query}`, {
    headers: as === null ? {} : { authorization: `Bearer ${as}` },
  });

interface OwnDataFile {
  patient: { identifier: { value: string }[]; name: string };
  [section: string]: unknown;
}

/** The words of a PDF, page by page. */
async function wordsIn(bytes: ArrayBuffer): Promise<string[]> {
  const pdf = await getDocument({ data: new Uint8Array(bytes) }).promise;
  const pages: string[] = [];
  for (let page = 1; page <= pdf.numPages; page += 1) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str : "")).join(""));
  }
  return pages;
}

describe("the own data as a file", () => {
  it("JSON for machines: everything the account may read, with the whole number, and no signed link", async () => {
    const { patient, secrets, visit, owned } = sight;
    const reply = await fetchExport(patient.id, "format=json", patient.account.token);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(reply.headers.get("content-disposition")).toContain("own-data.json");
    const text = await reply.text();
    const file = JSON.parse(text) as OwnDataFile;
    expect(Object.keys(file)).toEqual([
      "format",
      "version",
      "madeAt",
      "patient",
      "consents",
      "corrections",
      "appointments",
      "messages",
      "plans",
      "reports",
      "accesses",
    ]);
    expect(file.patient).toMatchObject({ name: secrets.name, identifier: [{ value: patient.idNumber }] });
    expect(file.consents).toHaveLength(2);
    expect(file.corrections).toEqual([]);
    expect(file.appointments).toMatchObject([{ resourceType: "Appointment", id: visit.appointmentId }]);
    expect(file.plans).toHaveLength(1);
    expect(file.reports).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: owned.reportId, link: `/reports/${owned.reportId}` })]),
    );
    for (const secret of [secrets.disease, secrets.wrote, secrets.said, secrets.report]) expect(text).toContain(secret);
    expect(text).not.toContain("/api/file-content/");
    await app.settled();
    const trail = await auditEventsOfPatient(patient.id);
    expect(trail).toContainEqual(
      expect.objectContaining({
        action: "export-own-data",
        purpose: "export-own-data",
        outcome: "allowed",
        data: { format: "json" },
      }),
    );
  });

  it.each([
    ["zh", "的个人信息", "处理意见"],
    ["en", "Personal data of", "Plan"],
  ])("PDF for people (%s): the same, in words that can be read and copied", async (language, title, plan) => {
    const { patient, secrets } = sight;
    const reply = await fetchExport(patient.id, `format=pdf&language=${language}`, patient.account.token);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const pages = await wordsIn(await reply.arrayBuffer());
    const words = pages.join("");
    for (const word of [title, plan, secrets.name, patient.idNumber, secrets.disease, secrets.wrote, secrets.report])
      expect(words).toContain(word);
    expect(words).toContain(secrets.said);
  });

  it("comes in pieces as it is written, and says its name", async () => {
    const { patient } = sight;
    for (const format of ["json", "pdf"]) {
      const reply = await fetchExport(patient.id, `format=${format}`, patient.account.token);
      expect(reply.headers.get("content-disposition")).toBe(`attachment; filename="own-data.${format}"`);
      expect(reply.headers.get("content-length")).toBeNull();
      await reply.body?.cancel();
    }
    // Whoever goes in the middle gives the place back, which is one for each account.
    expect((await fetchExport(patient.id, "format=json", patient.account.token)).status).toBe(200);
  });

  it("of an empty record every section is there", async () => {
    const patient = await makePatient(app, { consents: false });
    const file = (await (await fetchExport(patient.id, "format=json", patient.account.token)).json()) as OwnDataFile;
    for (const section of ["consents", "corrections", "appointments", "messages", "plans", "reports", "accesses"])
      expect([section, file[section]]).toEqual([section, []]);
    const pdf = await fetchExport(patient.id, "format=pdf", patient.account.token);
    const words = (await wordsIn(await pdf.arrayBuffer())).join("");
    const heads = [
      "知情同意",
      "资料更正",
      "预约和就诊",
      "和医生的沟通",
      "病历摘要和医嘱",
      "检查检验报告",
      "谁看过病历",
    ];
    const places = heads.map((head) => words.indexOf(head));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(words.match(/没有/g)).toHaveLength(heads.length);
  });

  it("401 for nobody, 403 for everybody else and without a fresh proof, 400 for what is no format", async () => {
    const { patient, specialist } = sight;
    expect((await fetchExport(patient.id, "format=json", null)).status).toBe(401);
    const stranger = (await makePatient(app)).account.token;
    for (const token of [stranger, specialist.token, await signInAs(app, "admin")])
      expect((await fetchExport(patient.id, "format=json", token)).status).toBe(403);
    expect((await fetchExport(patient.id, "format=exe", patient.account.token)).status).toBe(400);
    const { token } = await signIn(app, patient.account);
    app.advance(FRESH_MS - 1);
    expect((await fetchExport(patient.id, "format=json", token)).status).toBe(200);
    app.advance(1);
    expect([401, 403]).toContain((await fetchExport(patient.id, "format=json", token)).status);
  });

  it("twenty an hour: a costly thing is not asked for all day", async () => {
    const patient = await makePatient(app);
    const codes: number[] = [];
    for (let i = 0; i < 21; i += 1)
      codes.push((await fetchExport(patient.id, "format=json", patient.account.token)).status);
    expect(codes.filter((code) => code === 200)).toHaveLength(20);
    expect(codes.at(-1)).toBe(429);
  });
});
