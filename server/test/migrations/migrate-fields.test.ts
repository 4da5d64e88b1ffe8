import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedMongo } from "@fuzhen/embedded-mongo";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { migrate } from "../../src/migrations/migrate.ts";
import { deriveKey } from "../../src/platform/aes-gcm.ts";
import { connectDatabase, disconnectDatabase } from "../../src/platform/database.ts";
import { makeFiledReport } from "../support/make-appointment.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const master = randomBytes(32);
let dataDir: string;
let house: TestApp;
let patient: TestPatient;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-migrate-"));
  // Something is there already, but no data keys: what an installation of the first release looks like.
  const database = await startEmbeddedMongo({ dataDir: path.join(dataDir, "db") });
  await connectDatabase(database.uri);
  await mongoose.connection.collection("outbox").insertOne({ pending: false });
  await disconnectDatabase();
  await database.close();
  house = await startTestApp({ dataDir, env: { MASTER_KEY: master.toString("base64") } });
  patient = await makePatient(house, { name: "欧阳石榴花" });
});
afterAll(async () => {
  await house.close();
  await rm(dataDir, { recursive: true, force: true });
});

function sealedByFirstRelease(text: string, bind: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(master, "field"), nonce).setAAD(Buffer.from(bind));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
}

const oid = (id: string) => new mongoose.Types.ObjectId(id);
const rows = (name: string) => mongoose.connection.collection(name);
const filesOfDatabase = async () => {
  const folder = path.join(dataDir, "db");
  const names = (await readdir(folder)).filter((name) => name.startsWith("data.db"));
  return Buffer.concat(await Promise.all(names.map((name) => readFile(path.join(folder, name)))));
};

test("rows of the first release are sealed at the start, and say what they said", async () => {
  const reportId = await makeFiledReport(house, patient);
  const at = { _id: oid(patient.id) };
  await rows("patients").updateOne(at, {
    $set: {
      name: "欧阳石榴花",
      birthDate: "1958-03-12",
      idNumberSealed: sealedByFirstRelease("110101195803120010", `patient:${patient.id}`),
    },
    $unset: { sealedPerson: "" },
  });
  await rows("reports").updateOne(
    { _id: oid(reportId) },
    {
      $set: {
        sealedTitle: sealedByFirstRelease("肾穿刺报告", `report:${reportId}`),
        sealedPerformer: sealedByFirstRelease("第一医院", `report:${reportId}`),
      },
    },
  );
  expect((await filesOfDatabase()).includes("欧阳石榴花")).toBe(true);

  await migrate(house.ctx);
  const reply = await house.call<Patient>("GET", `/patients/${patient.id}`, { as: patient.account.token });
  expect(reply.data).toMatchObject({ name: "欧阳石榴花", birthDate: "1958-03-12" });
  const report = await house.call<Report>("GET", `/reports/${reportId}`, { as: patient.account.token });
  expect(report.data).toMatchObject({ title: "肾穿刺报告", performer: "第一医院" });
  const row = await rows("patients").findOne(at);
  expect(Object.keys(row ?? {})).not.toEqual(expect.arrayContaining(["name"]));
  expect(house.ctx.keys.open(String(row?.idNumberSealed), `patient:${patient.id}:id-number`)).toBe(
    "110101195803120010",
  );
  for (const name of ["patients", "reports", "users"])
    expect(JSON.stringify(await rows(name).find().toArray())).not.toContain('"v1.');
  expect((await filesOfDatabase()).includes("欧阳石榴花"), "pages that rows have left").toBe(false);
  expect(house.logLines.join()).not.toContain("欧阳");

  // As after a crash before the end was noted: everything is gone through again, nothing changes.
  await rows("migrations").deleteMany({});
  await migrate(house.ctx);
  expect(await rows("patients").findOne(at)).toEqual(row);
});
