import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { freeSlots, makeAppointment } from "../support/make-appointment.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { bytesOf, makeFile, tusMetadata } from "../support/make-file.ts";
import { makePatient, newIdNumber } from "../support/make-patient.ts";
import { reportBody } from "../support/make-report.ts";
import { newPhone } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

// R67: who takes the disks, the database and all, reads nothing of people.
let dataDir: string;
let app: TestApp;
let closed = false;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-dump-"));
  app = await startTestApp({ dataDir, now: "2026-11-23T01:00:00Z" });
});
afterAll(async () => {
  if (!closed) await app.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** What people told the house. None of it may be found. */
const told = {
  name: "欧阳澜澈",
  otherName: "司徒瑞雪",
  phone: newPhone(),
  birthDate: "1961-07-09",
  idNumber: newIdNumber({ birthDate: "1961-07-09" }),
  fileName: "肾穿刺病理第三页.pdf",
  title: "病理会诊意见",
  performer: "雾灵山疗养院",
  disease: "膜性肾病二期",
  diagnosedAt: "雾灵山第二医院",
  wish: "夜里腿肿得睡不着",
  said: "最近换了降压药",
  complaint: "双下肢浮肿两周",
  history: "三年前起泡沫尿",
  plan: "继续服用他克莫司",
  reason: "要出远门照顾老人",
  declined: "请先到线下门诊首诊",
};

/** Every file below DATA_DIR, whole. */
async function filesOf(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map(async (name) => ({ name: path.relative(folder, name), bytes: await readFile(name) })),
  );
}

async function documents(): Promise<string> {
  const { db } = mongoose.connection;
  const names = (await db?.listCollections().toArray()) ?? [];
  const all = await Promise.all(
    names.map(async ({ name }) => ({ name, rows: await mongoose.connection.collection(name).find().toArray() })),
  );
  return JSON.stringify(all);
}

/** Where a word stands in plain, or in one of the ways in which plain words are written down. */
function places(files: readonly { name: string; bytes: Buffer }[], word: Buffer): string[] {
  // Of base64 the middle is the same wherever the word begins in a group of three.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.concat([Buffer.alloc(shift), word])
        .toString("base64")
        .slice(4, -4),
    ),
  );
  const forms = [word, Buffer.from(word.toString("utf8"), "utf16le"), ...base64, Buffer.from(word.toString("hex"))];
  return files.filter(({ bytes }) => forms.some((form) => bytes.includes(form))).map(({ name }) => name);
}

test("a copy of DATA_DIR and of the database holds no name, phone, ID number, diagnosis, message or paper in plain", async () => {
  const patient = await makePatient(app, { name: told.name, idNumber: told.idNumber, phone: told.phone });
  await makePatient(app, { account: patient.account, name: told.otherName, relationship: "parent" });
  const as = patient.account.token;
  const call = (method: string, at: string, body: object, by = as) => app.call(method, at, { as: by, body });

  // A paper that was read, and one whose upload broke off half way.
  const paper = await bytesOf("pdf/pdflatex-4-pages.pdf");
  const file = await makeFile(app, { as, patientId: patient.id, content: paper, filename: told.fileName });
  const papers = { title: told.title, performer: told.performer, issuedOn: "2026-02-20" };
  const report = await app.call<Report>("POST", "/reports", { as, body: reportBody(patient.id, [file.id], papers) });
  expect(report.status).toBe(201);
  const half = await bytesOf("photos/DSCN0010.jpg");
  const tus = { "tus-resumable": "1.0.0", authorization: `Bearer ${as}` };
  const fields = { uploadKey: randomUUID(), filename: told.fileName, patientId: patient.id };
  const begun = await fetch(`${app.url}/api/uploads`, {
    method: "POST",
    headers: { ...tus, "upload-length": String(half.length), "upload-metadata": tusMetadata(fields) },
  });
  const sent = await fetch(new URL(begun.headers.get("location") ?? "", app.url), {
    method: "PATCH",
    headers: { ...tus, "upload-offset": "0", "content-type": "application/offset+octet-stream" },
    body: new Uint8Array(half.subarray(0, half.length / 2)),
  });
  expect(sent.status).toBe(204);

  // A visit, from the booking to the signed note; a booking that is declined, and one that is cancelled.
  const words = { disease: told.disease, diagnosedAt: told.diagnosedAt, message: told.wish };
  const declined = await makeAppointment(app, { patient, ...words });
  const judgement = { decision: "declined", reason: told.declined };
  const judged = await call("PUT", `/appointments/${declined.id}/judgement`, judgement, declined.specialist.token);
  expect(judged.status).toBe(200);
  // Late enough to be cancelled still.
  const { specialist } = declined;
  const start = (await freeSlots(app, specialist.specialistId)).at(-1)?.start ?? "";
  const cancelled = await makeAppointment(app, { patient, specialist, start, ...words });
  expect((await call("POST", `/appointments/${cancelled.id}/cancel`, { reason: told.reason })).status).toBe(200);
  const visit = await makeConsultation(app, { patient });
  const message = { clientMessageId: randomUUID(), text: told.said };
  expect((await call("POST", `/consultations/${visit.consultationId}/messages`, message)).status).toBe(200);
  const note = `/consultations/${visit.consultationId}/note`;
  const noted = { chiefComplaint: told.complaint, presentIllness: told.history, plan: told.plan };
  const draft = { ...noted, diagnoses: [{ code: "N03", display: "" }], expectedVersion: 0 };
  expect((await call("PUT", note, draft, visit.specialistToken)).status).toBe(200);
  expect((await call("POST", `${note}/sign`, { expectedVersion: 1 }, visit.specialistToken)).status).toBe(200);
  await app.settled();

  const rows = await documents();
  const secrets = { ...told, phoneOfAccount: patient.account.phone, password: patient.account.password };
  const bytes = Object.entries(secrets).map(([name, word]): [string, Buffer] => [name, Buffer.from(word)]);
  // Pieces from the middle of what was sent, and what every picture of ours begins with.
  bytes.push(["paper", paper.subarray(20_000, 20_024)], ["half an upload", half.subarray(40_000, 40_024)]);
  bytes.push(["picture", Buffer.from("WEBPVP8")]);
  const search = (files: readonly { name: string; bytes: Buffer }[]) =>
    bytes.flatMap(([name, word]) => places(files, word).map((at) => `${name} in ${at}`));

  const running = await filesOf(dataDir);
  const kinds = running.map(({ name }) => name.split(path.sep)[0]);
  expect(new Set(kinds)).toEqual(expect.objectContaining(new Set(["db", "files", "keys", "uploads"])));
  expect(search([...running, { name: "documents", bytes: Buffer.from(rows) }])).toEqual([]);

  // The search finds what is there: a hospital's name is public (R1), and the files are those of the papers.
  const organization = await mongoose.connection.collection("organizations").findOne({});
  const hospital = Buffer.from(String(organization?.name));
  expect(places([{ name: "documents", bytes: Buffer.from(rows) }], hospital)).toEqual(["documents"]);
  expect(places(running, hospital).some((name) => name.startsWith(path.join("db", "data.db")))).toBe(true);
  const shown = await fetch(app.url + (file.pages[0]?.display ?? ""));
  expect(Buffer.from(await shown.arrayBuffer()).includes("WEBPVP8")).toBe(true);
  expect(
    places(
      [{ name: "in base64", bytes: Buffer.from(Buffer.from(`x${told.name}y`).toString("base64")) }],
      Buffer.from(told.name),
    ),
  ).toEqual(["in base64"]);

  await app.close();
  closed = true;
  expect(search(await filesOf(dataDir)), "after the server has stopped").toEqual([]);
});
