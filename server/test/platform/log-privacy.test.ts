import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { createJobs } from "../../src/jobs/jobs.ts";
import { PatientModel } from "../../src/modules/patients/patient.model.ts";
import { inTransaction } from "../../src/platform/database.ts";
import { createOutbox } from "../../src/platform/deliver-facts.ts";
import { newId, recordFact } from "../../src/platform/outbox.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { makeFile } from "../support/make-file.ts";
import { makePatient, newIdNumber, patientBody } from "../support/make-patient.ts";
import { reportBody } from "../support/make-report.ts";
import { askForCode, newPhone } from "../support/make-user.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
/** What anything in this process prints beside the log. */
const printed: string[] = [];
beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((chunk) => printed.push(String(chunk)) > 0);
  for (const method of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void printed.push(words.map(String).join(" ")));
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await app.close();
});

async function* failing(fault: Error): AsyncGenerator<Buffer> {
  yield Buffer.from("half");
  throw fault;
}

/** All that the visit below is told about a person; none of it may be found in the log (R69). */
const told = {
  name: "欧阳澜澈",
  phone: newPhone(),
  idNumber: newIdNumber(),
  fileName: "肾穿刺病理第三页.jpg",
  title: "病理会诊意见",
  performer: "雾灵山疗养院",
  disease: "膜性肾病二期",
  wish: "夜里腿肿得睡不着",
  said: "最近换了降压药",
  typed: "尿里泡沫变少了",
  complaint: "双下肢浮肿两周",
  plan: "继续服用他克莫司",
  reason: "要出远门",
  address: "在网址里的名字",
  event: "有人打的字",
  token: "bearer-of-nobody-7f3a",
  cookie: "cookie-of-nobody-9c1e",
  faultOfDriver: "数据库引用的病历",
};

/** What a driver throws: it quotes the document in the message, on rows that look like frames, and in fields beside it. */
function driverFault(): Error {
  const words = told.faultOfDriver;
  const error = new Error(`E121 Document failed validation: { name: "${words}" }\n    at ${words} (${words}:1:1)`);
  error.name = `MongoServerError ${words}`;
  return Object.assign(error, { code: words, errInfo: { document: words }, writeErrors: [{ op: { name: words } }] });
}

test("a whole visit at debug level, refusals included, leaves ids in the log and nothing of people", async () => {
  const patient = await makePatient(app, { name: told.name, idNumber: told.idNumber, phone: told.phone });
  const as = patient.account.token;
  const call = (method: string, at: string, body: object, by = as) => app.call(method, at, { as: by, body });
  const wish = { as, patientId: patient.id, content: "photos/landscape_6.jpg", filename: told.fileName };
  const file = await makeFile(app, wish);
  const { title, performer } = told;
  const report = await app.call<Report>("POST", "/reports", {
    as,
    body: reportBody(patient.id, [file.id], { title, performer, issuedOn: "2026-02-20" }),
  });
  expect(report.status).toBe(201);

  const visit = await makeConsultation(app, { patient });
  const { consultationId, specialistToken } = visit;
  const message = (text: string) => ({ clientMessageId: randomUUID(), text });
  expect((await call("POST", `/consultations/${consultationId}/messages`, message(told.said))).status).toBe(200);
  const socket = await app.socket(specialistToken);
  await command(socket, "consultation:join", { consultationId });
  expect(await command(socket, "message:send", { consultationId, ...message(told.typed) })).toMatchObject({ ok: true });
  const note = `/consultations/${consultationId}/note`;
  const fields = { chiefComplaint: told.complaint, presentIllness: told.disease, plan: told.plan };
  const draft = { ...fields, diagnoses: [{ code: "N03", display: "" }], expectedVersion: 0 };
  expect((await call("PUT", note, draft, specialistToken)).status).toBe(200);
  expect((await call("POST", `${note}/sign`, { expectedVersion: 1 }, specialistToken)).status).toBe(200);

  // Refusals know the input they refuse, and duplicates make the driver quote the row.
  await call("POST", "/patients", patientBody({ name: told.name, idNumber: told.idNumber, relationship: "other" }));
  await call("POST", "/patients", { ...patientBody(), name: told.name, relationship: told.reason });
  const { phone } = patient.account;
  const code = await askForCode(app, phone, "sign-up");
  const taken = { phone, password: "a-quiet-harbour", code, noticeAccepted: true };
  expect((await call("POST", "/accounts", taken)).problem?.code).toBe("phone_taken");
  await call("POST", "/sessions", { phone: patient.account.phone, password: told.plan });
  await call("POST", `/appointments/${visit.appointmentId}/cancel`, { reason: told.reason });
  await call("POST", "/appointments", { disease: told.disease, message: told.wish });
  await app.call("GET", `/patients/${encodeURIComponent(told.name)}`, { as });
  await app.call("GET", `/specialists?q=${encodeURIComponent(told.disease)}`, { as });
  await app.call("POST", "/patients", { as, body: `{"name":"${told.name}", broken` });
  await command(socket, "message:send", { consultationId: told.name, ...message(told.typed) });

  // Where nobody expects it: addresses, queries, headers, names of commands, ids.
  await app.call("GET", `/${encodeURIComponent(told.address)}/${told.phone}?name=${encodeURIComponent(told.address)}`);
  await fetch(`${app.url}/reports/${encodeURIComponent(told.address)}?q=${told.idNumber}`);
  await fetch(`${app.url}/api/file-content/${told.phone}/x?sig=${encodeURIComponent(told.address)}`);
  await app.call("GET", `/uploads-by-key/${told.phone}`, { as });
  await app.call("GET", "/accounts/me", { as: told.token, headers: { cookie: `fuzhen_refresh=${told.cookie}` } });
  await app.call("POST", "/sessions/refresh", {
    headers: { cookie: `fuzhen_refresh=${told.cookie}`, "x-fuzhen": "1" },
  });
  await app.call("POST", "/accounts", { body: { [told.name]: told.phone, phone: told.name, password: 7 } });
  await (socket as Socket).timeout(30_000).emitWithAck(told.event, { text: told.typed });
  await expect(app.socket(told.token)).rejects.toThrow("unauthenticated");

  // Faults of ours and of others, at every place that catches them.
  const fault = driverFault();
  vi.spyOn(PatientModel, "find").mockImplementationOnce(() => {
    throw fault;
  });
  expect((await app.call("GET", "/patients", { as })).status).toBe(500);
  const read = vi.spyOn(app.app.services.objects, "read").mockImplementationOnce(() => Readable.from(failing(fault)));
  await fetch(app.url + (file.pages[0]?.display ?? ""))
    .then(
      (response) => response.text(),
      () => undefined,
    )
    .catch(() => undefined);
  expect(read).toHaveBeenCalledOnce();
  const outbox = createOutbox(app.app.services, [{ name: "failing", deliver: () => Promise.reject(fault) }]);
  await inTransaction({ ...app.ctx, pokeOutbox: () => undefined }, () =>
    recordFact(app.ctx, {
      type: "organization:added",
      patientId: null,
      entity: { type: "Organization", id: newId() },
      data: { organizationId: newId() },
    }),
  );
  outbox.take();
  await expect.poll(() => app.logLines.join("")).toContain("fact not delivered");
  await outbox.stop();
  const jobs = createJobs(app.app.services, [
    { name: "test:fails", every: "* * * * * *", run: () => Promise.reject(fault) },
  ]);
  await jobs.start();
  app.advance(1000);
  await expect.poll(() => app.logLines.join("")).toContain("job failed");
  await jobs.stop();
  app.advance(60_000);
  await app.settled();

  const log = app.logLines.join("") + printed.join("");
  for (const action of ["accounts.signUp", "patients.addPatient", "reports.add", "message:send", "encounters.signNote"])
    expect(log).toContain(`"action":"${action}"`);
  expect(log.match(/"action refused"/g)?.length).toBeGreaterThanOrEqual(7);
  expect(log).toContain(patient.account.id);
  for (const said of ["action failed", "fact not delivered", "job failed", "unknown socket command"])
    expect(log).toContain(`"msg":"${said}"`);
  const nameless = app.logLines.filter(
    (line) => /"msg":"(request|action)/.test(line) && !/"requestId":"[^"]+"/.test(line),
  );
  expect(nameless).toEqual([]);
  const words = [...Object.values(told), patient.account.phone, patient.account.password, as];
  expect(words.filter((word) => log.includes(word))).toEqual([]);
  // By itself: the same digits may stand within an id or a time.
  expect(log).not.toMatch(new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])`));
  // Nothing of what people write in Chinese at all, in whatever encoding it came.
  expect(log.match(/[\p{Script=Han}]|%E[4-9]%|\\u[4-9]/u)).toBeNull();
});
