import { randomUUID } from "node:crypto";
import { Types } from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConsultationLine } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { consentPurposes, type Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import type { DeviceSession } from "@fuzhen/shared/sessions/session.schema.ts";
import { MessageModel } from "../../src/modules/consultations/message.model.ts";
import { ConsultationModel } from "../../src/modules/consultations/consultation.model.ts";
import { FileModel } from "../../src/modules/files/file.model.ts";
import { ConsentModel } from "../../src/modules/patients/consent.model.ts";
import { insertReport } from "../../src/modules/reports/report.repo.ts";
import { sealOf } from "../../src/modules/reports/report.present.ts";
import { MOST_DEVICES } from "../../src/modules/sessions/session.repo.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { newId } from "../../src/platform/outbox.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { makePatientAccount, signIn, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

it("of consents given and taken back a thousand times the newest are shown, and what stands", async () => {
  const patient = await makePatient(app);
  const patientId = new Types.ObjectId(patient.id);
  const one = { patientId, grantedBy: new Types.ObjectId(patient.account.id), version: "1", textSha256: "0" };
  await ConsentModel.insertMany(
    Array.from({ length: 1000 }, (_, at) => ({
      ...one,
      purpose: "health-data",
      grantedAt: new Date(app.ctx.now().getTime() + at),
      withdrawnAt: app.ctx.now(),
      active: false,
    })),
  );
  for (const at of [`/patients/${patient.id}`, "/patients"]) {
    const reply = await app.call<Patient | Patient[]>("GET", at, { as: patient.account.token });
    const [shown] = [reply.data].flat();
    expect(shown?.consents.length).toBeLessThanOrEqual(24);
    expect(shown?.consents.filter(({ current }) => current).length).toBe(consentPurposes.length);
    expect(shown?.consentsMissing).toEqual([]);
  }
});

describe("of the devices of an account", () => {
  const devices = async (as: string) => (await app.call<DeviceSession[]>("GET", "/sessions", { as })).data;
  const sessionOf = async (phone: string) =>
    app.call<{ accessToken: string }>("POST", "/sessions", { body: { phone, password: TEST_PASSWORD } });

  it(`there are ${MOST_DEVICES} at most: one more signs out the one begun first`, async () => {
    const account = await makePatientAccount(app);
    const tokens = [account.token];
    for (let at = 1; at < MOST_DEVICES; at += 1) tokens.push((await signIn(app, account)).token);
    expect((await devices(account.token)).length).toBe(MOST_DEVICES);
    const { token } = await signIn(app, account);
    expect((await devices(token)).length).toBe(MOST_DEVICES);
    const open = async (as: string | undefined) => (await app.call("GET", "/accounts/me", { as: as ?? "" })).status;
    expect([await open(tokens[0]), await open(tokens[1])]).toEqual([401, 200]);
  });

  it("none is signed out by whoever knows the password alone", async () => {
    const specialist = await makeSpecialist(app);
    for (let at = 0; at < MOST_DEVICES + 5; at += 1) expect((await sessionOf(specialist.phone)).status).toBe(201);
    expect((await app.call("GET", "/accounts/me", { as: specialist.token })).status).toBe(200);
    expect((await devices(specialist.token)).length).toBe(MOST_DEVICES);
  });
});

it("unread messages of a visit are counted among its newest", async () => {
  const visit = await makeConsultation(app);
  const consultationId = new Types.ObjectId(visit.consultationId);
  await MessageModel.insertMany(
    Array.from({ length: 1000 }, (_, at) => ({
      consultationId,
      seq: 100 + at,
      clientMessageId: randomUUID(),
      kind: "event",
      sender: "patient",
      event: "visit-opened",
      createdAt: app.ctx.now(),
    })),
  );
  await ConsultationModel.updateOne({ _id: consultationId }, { $set: { lastSeq: 1099 } });
  const list = await app.call<{ items: ConsultationLine[] }>("GET", "/consultations", { as: visit.specialistToken });
  expect(list.data.items.find(({ id }) => id === visit.consultationId)?.unread).toBe(200);
});

/** Papers of fifty pages, as their slices write them. */
async function manyPapers(patient: TestPatient, reports: number): Promise<void> {
  const pages = Array.from({ length: 50 }, () => ({ width: 1000, height: 1400 }));
  const read = { version: 1, state: "done", at: app.ctx.now() };
  for (let at = 0; at < reports; at += 1) {
    const fileIds = Array.from({ length: 3 }, newId);
    await FileModel.insertMany(
      fileIds.map((id) => ({
        _id: id,
        ownerUserId: patient.account.id,
        uploadKey: randomUUID(),
        uploadId: `${id}0000000000`,
        subject: { type: "patient", id: patient.id },
        name: app.ctx.keys.seal("化验单.pdf", `file:${id}`),
        bytes: 1000,
        status: "ready",
        folder: `ff/${id}`,
        readings: { pages: { ...read, result: { kind: "pdf", pages } } },
        attached: true,
        createdAt: app.ctx.now(),
      })),
    );
    const id = newId();
    const sealed = (field: "title" | "performer") => app.ctx.keys.seal("多页", sealOf(id, field));
    const row = { id, addedBy: patient.account.id, requestKey: randomUUID(), patientId: patient.id, fileIds };
    const texts = { sealedTitle: sealed("title"), sealedPerformer: sealed("performer") };
    await insertReport({ ...row, ...texts, category: "laboratory", issuedOn: "2026-01-02" }, app.ctx.now());
  }
}

it("a page of reports ends where it links to enough pictures, and the next goes on from there", async () => {
  const patient = await makePatient(app);
  await manyPapers(patient, 8);
  const seen: string[] = [];
  let cursor: string | null = "";
  for (let pages = 0; cursor !== null && pages < 20; pages += 1) {
    const at: string = `/patients/${patient.id}/reports?limit=100${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const reply: { data: { items: Report[]; nextCursor: string | null } } = await app.call("GET", at, {
      as: patient.account.token,
    });
    const linked = reply.data.items.flatMap(({ files }) => files).flatMap((file) => file.pages).length;
    expect(linked).toBeLessThanOrEqual(400 + 150);
    seen.push(...reply.data.items.map(({ id }) => id));
    ({ nextCursor: cursor } = reply.data);
  }
  expect([seen.length, new Set(seen).size, cursor]).toEqual([8, 8, null]);
});

it("a search finds who is there among many who have left, page after page", async () => {
  const hospital = await makeHospital(app);
  const there: string[] = [];
  for (let at = 0; at < 12; at += 1) {
    const one = await makeSpecialist(app, { hospital });
    if (at % 4 === 3) there.push(one.specialistId);
    else await UserModel.updateOne({ _id: one.id }, { $set: { active: false } });
  }
  const found: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const at: string = `/specialists?organizationId=${hospital.organization.id}&limit=1${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const reply: { data: { items: { id: string }[]; nextCursor: string | null } } = await app.call("GET", at);
    found.push(...reply.data.items.map(({ id }) => id));
    ({ nextCursor: cursor } = reply.data);
  }
  expect(found).toEqual(there);
});
