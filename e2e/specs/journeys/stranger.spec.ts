import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { InferContractRouterInputs } from "@orpc/contract";
import type { Page } from "@playwright/test";
import { contract, type Contract } from "@fuzhen/shared/contract.ts";
import type { EndpointMeta } from "@fuzhen/shared/endpoint.ts";
import { mayEnter, type Role } from "@fuzhen/shared/roles.ts";
import { clientCommands, type ClientCommand, type CommandInput } from "@fuzhen/shared/realtime/events.ts";
import { apiOf, Refusal, signInOverApi, type Api } from "../../fixtures/client.ts";
import { corpusFile } from "../../fixtures/corpus.ts";
import { fictionalIdNumber, journeyPassword } from "../../fixtures/identity.ts";
import { addReport, bookFirstSlot, newPatient, type PatientAccount } from "../../fixtures/patient-data.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { demoAccount, signIn, type Account } from "../../fixtures/sign-in.ts";
import { connect, emit } from "../../fixtures/socket.ts";

const test = journey();

type Inputs = InferContractRouterInputs<Contract>;
type EveryCall = { [S in keyof Inputs]: { [E in keyof Inputs[S]]: Call<Inputs[S][E]> } };
interface Call<I> {
  input: I;
  /** Names something that is the owner's, so that a stranger must be refused whatever their role may do otherwise. */
  owners: boolean;
}
const owners = <I>(input: I): Call<I> => ({ input, owners: true });
const plain = <I>(input: I): Call<I> => ({ input, owners: false });

interface Owner {
  account: PatientAccount;
  specialistId: string;
  departmentId: string;
  appointmentId: string;
  consultationId: string;
  finishedId: string;
  reportId: string;
  fileId: string;
  uploadKey: string;
  notificationId: string;
  deviceId: string;
  /** What no stranger may ever read. */
  secrets: string[];
}

const name = "欧阳若兰";
const disease = "慢性肾小球肾炎";
const said = "尿里的泡沫比上个月少";
const plan = "每日早晚测血压并记下来";

/** A patient in the middle of one visit and with a signed plan from another, both with 陈静宜. */
async function makeOwner(url: string): Promise<Owner> {
  const account = await newPatient(url, name);
  const doctor = await signInOverApi(url, await demoAccount(url, "陈静宜"));
  const admin = await signInOverApi(url, await demoAccount(url, "王雪梅"));
  const me = await doctor.api.accounts.me();
  const specialistId = me.specialistId ?? "";
  const proof = await addReport(url, account, "diagnosis-proof", ["lab-report-photos/bloodtestreport1_redacted.jpg"]);
  const report = await addReport(url, account, "laboratory", ["photos/landscape_6.jpg"]);
  const open = async () => {
    const appointment = await bookFirstSlot(account, specialistId, proof.id);
    await account.api.appointments.supplement({ appointmentId: appointment.id, reportIds: [report.id] });
    await doctor.api.appointments.judge({ appointmentId: appointment.id, decision: "accepted", reason: "" });
    return doctor.api.consultations.open({ appointmentId: appointment.id });
  };
  const finished = await open();
  const note = await doctor.api.encounters.saveNote({
    consultationId: finished.id,
    expectedVersion: 0,
    chiefComplaint: `${disease}复诊`,
    presentIllness: said,
    diagnoses: (await doctor.api.encounters.searchDiagnoses({ q: "N03" })).slice(0, 1),
    plan,
  });
  await doctor.api.encounters.signNote({ consultationId: finished.id, expectedVersion: note.version });
  const visit = await open();
  await account.api.consultations.send({ consultationId: visit.id, clientMessageId: randomUUID(), text: said });
  const notifications = await account.api.notifications.mine({});
  const departments = await admin.api.organizations.ownDepartments();
  const uploadKey = randomUUID();
  return {
    account,
    specialistId,
    departmentId: departments[0]?.id ?? "",
    appointmentId: visit.appointment.id,
    consultationId: visit.id,
    finishedId: finished.id,
    reportId: report.id,
    fileId: report.files[0]?.id ?? "",
    uploadKey,
    notificationId: notifications.items[0]?.id ?? "",
    deviceId: (await account.api.sessions.devices())[0]?.id ?? "",
    secrets: [name, account.phone, account.patient.idNumberMasked, said, plan, "出院小结"],
  };
}

/** Every endpoint of the contract once; a new endpoint does not compile until it has its line here. */
function everyCall(owner: Owner, consultationId: string): EveryCall {
  const { specialistId, appointmentId, reportId, fileId } = owner;
  const patientId = owner.account.patient.id;
  const sessions: Inputs["schedules"]["save"]["sessions"] = [];
  return {
    accounts: {
      signUp: plain({ phone: owner.account.phone, password: journeyPassword, code: "000000", noticeAccepted: true }),
      signIn: plain({ phone: owner.account.phone, password: "not-the-password" }),
      refresh: plain(undefined),
      signOut: plain(undefined),
      changePassword: plain({ currentPassword: "not-the-password", newPassword: journeyPassword }),
      me: plain(undefined),
      demoAccounts: plain(undefined),
      addPatient: plain({ requestKey: randomUUID(), name: "", idNumber: fictionalIdNumber(), relationship: "self" }),
      myPatients: plain(undefined),
      patient: owners({ patientId }),
      consentTexts: plain(undefined),
      grantConsent: owners({ patientId, purpose: "telehealth", version: "1", textSha256: "0" }),
      withdrawConsent: owners({ patientId, purpose: "telehealth" }),
    },
    codes: {
      sendCode: plain({ phone: owner.account.phone, purpose: "sign-in" }),
      signInByCode: plain({ phone: owner.account.phone, code: "000000" }),
      resetPassword: plain({ phone: owner.account.phone, code: "000000", newPassword: journeyPassword }),
    },
    sessions: {
      passkeyOptions: plain(undefined),
      passSecondFactor: plain({ method: "totp", code: "000000" }),
      confirm: plain({ method: "password", password: "not-the-password" }),
      active: plain(undefined),
      devices: plain(undefined),
      endDevice: owners({ sessionId: owner.deviceId }),
      endOtherDevices: plain(undefined),
      factors: plain(undefined),
      beginTotp: plain(undefined),
      addTotp: plain({ name: "别人的", code: "000000" }),
      beginPasskey: plain(undefined),
      addPasskey: plain({ name: "别人的", response: {} }),
      // Answers with the caller's own list, whatever id is given.
      removeFactor: plain({ factorId: owner.deviceId }),
      newRecoveryCodes: plain(undefined),
    },
    organizations: {
      list: plain(undefined),
      departments: plain(undefined),
      ownDepartments: plain(undefined),
      addDepartment: plain({ code: "99.99", name: "不存在的科室" }),
      updateDepartment: owners({ departmentId: owner.departmentId, active: false }),
    },
    specialists: {
      search: plain({ q: name }),
      profile: plain({ specialistId }),
      staff: plain(undefined),
      add: plain({
        requestKey: randomUUID(),
        name: "",
        departmentId: owner.departmentId,
        title: "chief",
        practiceScope: "",
        diseases: [],
        about: "",
        licenceNumber: "",
        licenceValidFrom: "2020-01-01",
        licenceValidTo: "2030-01-01",
        practiceSince: "2010-01-01",
        hospitalConsent: true,
        phone: owner.account.phone,
        initialPassword: journeyPassword,
      }),
      update: owners({ specialistId, about: "改过了" }),
      publish: owners({ specialistId, published: false }),
    },
    careAccess: {
      patient: owners({ patientId }),
      openBreakGlass: plain({
        requestKey: randomUUID(),
        name,
        idNumber: fictionalIdNumber(),
        reason: "unconscious",
        account: "急诊抢救需要了解既往用药",
      }),
      myBreakGlass: plain(undefined),
      endBreakGlass: owners({ breakGlassId: owner.appointmentId }),
      breakGlassCases: plain({}),
      reviewBreakGlass: owners({
        breakGlassId: owner.appointmentId,
        verdict: "justified",
        account: "已核对急诊记录，情况属实",
      }),
    },
    schedules: {
      overview: plain(undefined),
      get: owners({ specialistId }),
      save: owners({ specialistId, expectedVersion: 1, effectiveFrom: "2026-11-22", effectiveTo: null, sessions }),
      publish: owners({ specialistId, published: false, expectedVersion: 1 }),
    },
    appointments: {
      slots: plain({ specialistId }),
      offers: plain({ specialistIds: [specialistId] }),
      book: owners({
        requestKey: randomUUID(),
        patientId,
        specialistId,
        start: "2026-12-01T02:00:00.000Z",
        disease,
        diagnosedAt: "某医院",
        proofReportId: reportId,
      }),
      cancel: owners({ appointmentId, reason: "" }),
      checkIn: owners({ appointmentId }),
      supplement: owners({ appointmentId, reportIds: [reportId] }),
      judge: owners({ appointmentId, decision: "declined", reason: "不是我的病人" }),
      get: owners({ appointmentId }),
      mine: plain({}),
      worklist: plain({}),
      ofPatient: owners({ patientId }),
      bookingsOfDay: plain({}),
    },
    files: {
      get: owners({ fileId }),
      byKey: plain({ uploadKey: owner.uploadKey }),
    },
    reports: {
      add: owners({
        requestKey: randomUUID(),
        patientId,
        category: "laboratory",
        title: "别人的报告",
        issuedOn: "2026-11-02",
        performer: "某医院",
        fileIds: [fileId],
      }),
      get: owners({ reportId }),
      ofPatient: owners({ patientId }),
      hide: owners({ reportId }),
    },
    consultations: {
      open: owners({ appointmentId }),
      get: owners({ consultationId }),
      mine: plain({}),
      messages: owners({ consultationId }),
      send: owners({ consultationId, clientMessageId: randomUUID(), text: "我是谁" }),
    },
    encounters: {
      note: owners({ consultationId }),
      saveNote: owners({
        consultationId,
        expectedVersion: 0,
        chiefComplaint: "",
        presentIllness: "",
        diagnoses: [],
        plan: "",
      }),
      signNote: owners({ consultationId, expectedVersion: 1 }),
      plan: owners({ consultationId }),
      plansOfPatient: owners({ patientId }),
      searchDiagnoses: plain({ q: "N03" }),
    },
    notifications: {
      mine: plain({}),
      markRead: plain({ upToId: owner.notificationId }),
    },
    operations: { health: plain(undefined) },
    oversight: {
      search: plain({}),
      exportEvents: plain({}),
      staff: plain(undefined),
      integrity: plain(undefined),
      verify: plain({}),
      accessLog: owners({ patientId }),
    },
  };
}

interface Stranger {
  who: string;
  role: Role | null;
  api: Api;
  token: string;
}

async function strangersOf(url: string): Promise<Stranger[]> {
  const other = await newPatient(url, "路人甲");
  const staff = async (who: string, role: Role): Promise<Stranger> => {
    const { api, token } = await signInOverApi(url, await demoAccount(url, who));
    return { who, role, api, token };
  };
  return [
    { who: "another patient", role: "patient", api: other.api, token: other.token },
    await staff("周明远", "specialist"),
    await staff("孙丽华", "specialist"),
    await staff("赵国栋", "admin"),
    { who: "nobody", role: null, api: apiOf(url), token: "" },
  ];
}

type Caller = (input: unknown) => Promise<unknown>;
const callOf = (api: Api, slice: string, endpoint: string) =>
  (api as unknown as Record<string, Record<string, Caller>>)[slice]?.[endpoint] as Caller;

/** What came back: the status and everything in it, as text. */
async function answerOf(call: () => Promise<unknown>): Promise<{ status: number; body: string }> {
  try {
    return { status: 200, body: JSON.stringify(await call()) ?? "" };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.problem.status, body: JSON.stringify(error.problem) };
  }
}

let made: Promise<Owner> | undefined;
const ownerOn = (url: string) => (made ??= makeOwner(url));

test("every call of the contract refuses strangers and tells them nothing", async ({ stack }) => {
  const owner = await ownerOn(stack.url);
  const wrong: string[] = [];
  for (const stranger of await strangersOf(stack.url))
    for (const consultationId of [owner.consultationId, owner.finishedId])
      for (const [slice, calls] of Object.entries(everyCall(owner, consultationId)))
        for (const [endpoint, call] of Object.entries(calls as Record<string, Call<unknown>>)) {
          // Ends the stranger's own session; the calls after it would prove nothing.
          if (endpoint === "signOut") continue;
          const definition = (
            contract as unknown as Record<string, Record<string, { "~orpc": { meta: EndpointMeta } }>>
          )[slice]?.[endpoint];
          const who = definition?.["~orpc"].meta.who ?? [];
          const { status, body } = await answerOf(() => callOf(stranger.api, slice, endpoint)(call.input));
          const where = `${stranger.who}: ${slice}.${endpoint} → ${status} ${body.slice(0, 200)}`;
          const mayKnock = mayEnter(who, stranger.role && { role: stranger.role, duty: "system" });
          const isRefused = status === (stranger.role === null ? 401 : 403);
          if ((!mayKnock || call.owners) && !isRefused) wrong.push(where);
          if (status >= 500) wrong.push(where);
          // What the stranger typed may come back to them (sign-up names no one); the owner's words may not.
          wrong.push(
            ...owner.secrets.filter((secret) => body.includes(secret)).map((secret) => `${where} (${secret})`),
          );
        }
  expect(wrong).toEqual([]);

  const mine = owner.account.api;
  const after = await mine.appointments.get({ appointmentId: owner.appointmentId });
  expect(after.status).toBe("booked");
  expect((await mine.consultations.messages({ consultationId: owner.consultationId })).lastSeq).toBe(2);
  expect((await mine.reports.get({ reportId: owner.reportId })).status).toBe("final");
  expect((await mine.accounts.patient({ patientId: owner.account.patient.id })).consentsMissing).toEqual([]);
});

test("an upload half-way there is nobody else's to read, go on with or throw away", async ({ stack }) => {
  const owner = await ownerOn(stack.url);
  const content = await readFile(corpusFile("photos/landscape_1.jpg"));
  const meta = (entries: Record<string, string>) =>
    Object.entries(entries)
      .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
      .join(",");
  const begun = await fetch(`${stack.url}/api/uploads`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${owner.account.token}`,
      "tus-resumable": "1.0.0",
      "upload-length": String(content.length),
      "upload-metadata": meta({
        uploadKey: owner.uploadKey,
        filename: "photo.jpg",
        patientId: owner.account.patient.id,
      }),
    },
  });
  expect(begun.status).toBe(201);
  const place = new URL(begun.headers.get("location") ?? "", stack.url);
  for (const { who, role, token } of await strangersOf(stack.url))
    for (const method of ["HEAD", "PATCH", "DELETE"]) {
      const answer = await fetch(place, {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          "tus-resumable": "1.0.0",
          ...(method === "PATCH" && { "upload-offset": "0", "content-type": "application/offset+octet-stream" }),
        },
        ...(method === "PATCH" && { body: "stranger" }),
      });
      expect(answer.status, `${who} ${method}`).toBe(role === null ? 401 : 403);
    }
  const state = await fetch(place, {
    method: "HEAD",
    headers: { authorization: `Bearer ${owner.account.token}`, "tus-resumable": "1.0.0" },
  });
  expect(state.headers.get("upload-offset")).toBe("0");
});

test("socket commands of strangers are refused, and nothing of the room reaches them", async ({ stack }) => {
  const owner = await ownerOn(stack.url);
  const { consultationId } = owner;
  const commands: { [C in ClientCommand]: CommandInput<C> } = {
    "consultation:join": { consultationId },
    "consultation:leave": { consultationId },
    "message:send": { consultationId, clientMessageId: randomUUID(), text: "我是谁" },
    "message:mark": { consultationId, readSeq: 1 },
    "typing:set": { consultationId, typing: true },
    "call:join": { consultationId },
    "call:leave": { consultationId },
    "call:signal": { consultationId, to: "anyone", media: { audio: true, video: true } },
  };
  const patient = await connect(stack.url, owner.account.token);
  const joined = await emit(patient.socket, "consultation:join", { consultationId });
  expect(joined.ok).toBe(true);
  patient.heard.length = 0;

  const strangers = (await strangersOf(stack.url)).filter(({ role }) => role !== null);
  const lines = await Promise.all(
    strangers.map(async ({ who, token }) => ({ who, ...(await connect(stack.url, token)) })),
  );
  for (const { who, socket } of lines)
    for (const name of Object.keys(clientCommands) as ClientCommand[]) {
      const reply = await emit(socket, name, commands[name]);
      // Leaving a room one never was in is done already.
      if (name === "consultation:leave" && reply.ok) continue;
      expect(reply, `${who} ${name}`).toMatchObject({ ok: false, problem: { code: "forbidden", status: 403 } });
      for (const secret of owner.secrets) expect(JSON.stringify(reply)).not.toContain(secret);
    }
  // The owner's own message is the end of what could have come: the strangers have heard nothing by then.
  await emit(patient.socket, "message:send", { consultationId, clientMessageId: randomUUID(), text: said });
  await expect.poll(() => patient.heard.map(({ event }) => event)).toContain("message:created");
  for (const { who, socket, heard } of lines) {
    await emit(socket, "typing:set", { consultationId, typing: true });
    expect(heard, who).toEqual([]);
    socket.disconnect();
  }
  patient.socket.disconnect();
  await expect(connect(stack.url, "")).rejects.toThrow("unauthenticated");
  await expect(connect(stack.url, "not.a.token")).rejects.toThrow("unauthenticated");
});

/** Nothing of the owner stands anywhere in the document, seen or not. */
async function expectNothingOf(page: Page, owner: Owner, where: string): Promise<void> {
  const content = await page.content();
  for (const secret of owner.secrets) expect(content, `${where} shows ${secret}`).not.toContain(secret);
}

const pagesOf = (owner: Owner) => [
  `/me/patients/${owner.account.patient.id}`,
  `/me/patients/${owner.account.patient.id}/consents`,
  `/reports/${owner.reportId}`,
  `/appointments/${owner.appointmentId}`,
  `/room/${owner.consultationId}`,
  `/plan/${owner.finishedId}`,
];

test("another patient reads friendly words on every page of the owner", async ({ people, stack }) => {
  const owner = await ownerOn(stack.url);
  const patient = await people.patient();
  await signIn(patient, await newPatient(stack.url, "路人乙"));
  for (const path of pagesOf(owner)) {
    await patient.goto(path);
    await expect(patient.getByText("您没有权限看这里的内容。").first(), path).toBeVisible();
    await expectNothingOf(patient, owner, path);
  }
  for (const path of [
    `/reports?patientId=${owner.account.patient.id}`,
    `/reports/add?patientId=${owner.account.patient.id}`,
    "/messages",
    "/appointments",
    "/notifications",
  ]) {
    await patient.goto(path);
    await expect(patient.getByRole("heading", { level: 1 })).toBeVisible();
    await patient.waitForLoadState("networkidle");
    await expectNothingOf(patient, owner, path);
  }
});

test("staff who are strangers are led to their own desk", async ({ people, stack }) => {
  const owner = await ownerOn(stack.url);
  const accounts: [Account, RegExp][] = [
    [await demoAccount(stack.url, "周明远"), /\/desk/],
    [await demoAccount(stack.url, "赵国栋"), /\/admin/],
  ];
  for (const [account, home] of accounts) {
    const page = await people.specialist();
    await signIn(page, account);
    for (const path of [...pagesOf(owner), ...deskPagesOf(owner)]) {
      await page.goto(path);
      await expect(page, path).toHaveURL(home);
      // A patient's path leads home before anything is asked for; a desk's own path may ask and be refused.
      if (home.test(path)) await page.waitForLoadState("networkidle");
      if (path.startsWith("/desk/") && home.test(path))
        await expect(page.getByText("您没有权限看这里的内容。")).toBeVisible();
      await expectNothingOf(page, owner, path);
    }
  }
});

test("nobody is asked to sign in, on every page", async ({ people, stack }) => {
  const owner = await ownerOn(stack.url);
  const page = await people.patient();
  for (const path of [...pagesOf(owner), ...deskPagesOf(owner), "/admin", "/desk"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in/);
    await expect(page.getByRole("button", { name: "登录", exact: true })).toBeVisible();
    await expectNothingOf(page, owner, path);
  }
});

const deskPagesOf = (owner: Owner) => [
  `/desk/${owner.appointmentId}`,
  `/admin/schedules?specialist=${owner.specialistId}`,
];
