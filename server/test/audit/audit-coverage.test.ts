import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditAction, AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { contract, type Contract } from "@fuzhen/shared/contract.ts";
import { clientCommands, type ClientCommand } from "@fuzhen/shared/realtime/events.ts";
import {
  bookingBody,
  freeSlots,
  makeAppointment,
  makeFiledReport,
  makeScheduledSpecialist,
} from "../support/make-appointment.ts";
import { breakGlassBody, makeBreakGlass } from "../support/make-break-glass.ts";
import { finishVisit, makeConsultation, makeReadyVisit, type Visit } from "../support/make-consultation.ts";
import { makeFile } from "../support/make-file.ts";
import { grantConsents, makePatient, patientBody, type TestPatient } from "../support/make-patient.ts";
import { makeReport, reportBody } from "../support/make-report.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { makeStaff, type TestUser } from "../support/make-user.ts";
import { command, startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

/**
 * Every endpoint and socket command of the contract, and what it leaves in the trail. A new one does not compile, and fails
 * below, until it has its line: either it holds no health data, or a successful call of it is made and its row found.
 */
type Line =
  | "no health data"
  | {
      /** By which the row is found: the access's purpose, or the fact. */
      audited: AuditPurpose | AuditAction;
      call: () => Promise<Reply<unknown>>;
      /** The row names the patients; not where what is shown is only about them (notices, whole exports). */
      names?: false;
    };
type Table = { [S in keyof Contract]: { [E in keyof Contract[S]]: Line } };
const none = "no health data";

let app: TestApp;
let visit: Visit;
let patient: TestPatient;
let doctor: TestSpecialist;
let helper: TestSpecialist;
let auditor: TestUser;
let table: Table;
beforeAll(async () => {
  app = await startTestApp();
  visit = await makeConsultation(app);
  ({ patient } = visit);
  doctor = visit.specialist;
  helper = await makeSpecialist(app, { hospital: doctor.hospital });
  auditor = await makeStaff(app, doctor.hospital.organization, { duty: "audit" });
  table = makeTable();
});
afterAll(() => app.close());

const as = { patient: () => visit.patientToken, doctor: () => visit.specialistToken };
const get = (at: string, token: string) => app.call("GET", at, { as: token });
/** The doctor calls; answers the call. */
async function ring(): Promise<string> {
  const socket = await app.socket(as.doctor());
  await command(socket, "consultation:join", { consultationId: visit.consultationId });
  const joined = await command(socket, "call:join", { consultationId: visit.consultationId, take: true });
  return joined.ok ? joined.data.callId : "";
}
const send = (method: string, at: string, token: string, body: unknown = {}) =>
  app.call(method, at, { as: token, body });
/** A booking of the same two, to act on. */
const booked = () => makeAppointment(app, { specialist: doctor, patient });

/** One who was checked in and called, to act on: whoever waited before has been called off. */
async function called() {
  const token = as.doctor();
  const { data } = await app.call<{ appointment: { id: string } | null }>("POST", "/waiting/next", {
    as: token,
    body: { requestKey: randomUUID() },
  });
  if (data.appointment) await send("POST", `/appointments/${data.appointment.id}/cancel`, token, { reason: "改期" });
  const { id } = await booked();
  await send("POST", `/appointments/${id}/check-in`, as.patient());
  return { id, reply: await send("POST", "/waiting/next", token, { requestKey: randomUUID() }) };
}

function makeTable(): Table {
  const visitAt = `/consultations/${visit.consultationId}`;
  const file = () =>
    makeFile(app, { as: visit.patientToken, patientId: patient.id, content: "photos/landscape_6.jpg" });
  const note = {
    chiefComplaint: "复查",
    presentIllness: "平稳",
    plan: "三月后复查",
    diagnoses: [{ code: "N03", display: "" }],
  };
  const consent = `/patients/${patient.id}/consents/telehealth`;
  return {
    accounts: {
      signUp: none,
      signIn: none,
      refresh: none,
      signOut: none,
      changePassword: none,
      changePhone: none,
      me: none,
      demoAccounts: none,
      passSecondFactor: none,
      confirm: none,
      signInByCode: none,
      resetPassword: none,
    },
    patients: {
      addPatient: {
        audited: "patient:added",
        call: () => send("POST", "/patients", visit.patientToken, patientBody({ relationship: "parent" })),
      },
      myPatients: { audited: "profile", call: () => get("/patients", as.patient()) },
      patient: { audited: "profile", call: () => get(`/patients/${patient.id}`, as.patient()) },
      consentTexts: none,
      withdrawConsent: {
        audited: "consent:withdrawn",
        call: async () => {
          const reply = await app.call("DELETE", consent, { as: as.patient() });
          await grantConsents(app, patient.account, patient.id);
          return reply;
        },
      },
      grantConsent: {
        audited: "consent:granted",
        call: async () => {
          const texts = await app.call<{ purpose: string; version: string; sha256: string }[]>("GET", "/consent-texts");
          const text = texts.data.find(({ purpose }) => purpose === "telehealth");
          await app.call("DELETE", consent, { as: as.patient() });
          return send("PUT", consent, as.patient(), { version: text?.version, textSha256: text?.sha256 });
        },
      },
    },
    personalData: {
      correctPatient: {
        audited: "patient:corrected",
        call: () => {
          const phone = "13700000009";
          return send("PATCH", `/patients/${patient.id}`, as.patient(), { requestKey: randomUUID(), phone });
        },
      },
      corrections: { audited: "profile", call: () => get(`/patients/${patient.id}/corrections`, as.patient()) },
      openBookings: {
        audited: "read-appointment",
        call: () => get(`/patients/${patient.id}/open-bookings`, as.patient()),
      },
      removePatient: {
        audited: "patient:removed",
        call: async () => {
          const other = await makePatient(app, { account: patient.account, relationship: "parent" });
          return send("POST", `/patients/${other.id}/remove`, as.patient(), { bookings: [] });
        },
      },
      exportPatient: {
        audited: "export-own-data",
        call: async () => {
          const at = `${app.url}/api/patients/${patient.id}/export?format=json`;
          const { status, headers } = await fetch(at, { headers: { authorization: `Bearer ${as.patient()}` } });
          return { status, headers, data: null, problem: null };
        },
      },
      openBookingsOfAccount: {
        audited: "read-appointment",
        call: () => get("/accounts/open-bookings", as.patient()),
      },
      closeAccount: {
        audited: "patient:removed",
        call: async () => send("POST", "/accounts/close", (await makePatient(app)).account.token, { bookings: [] }),
      },
    },
    codes: { sendCode: none },
    sessions: { active: none, devices: none, endDevice: none, endOtherDevices: none },
    factors: {
      passkeyOptions: none,
      list: none,
      beginTotp: none,
      addTotp: none,
      beginPasskey: none,
      addPasskey: none,
      removeFactor: none,
      newRecoveryCodes: none,
    },
    operations: { health: none, reportCrash: none },
    organizations: {
      list: none,
      departments: none,
      ownDepartments: none,
      addDepartment: none,
      updateDepartment: none,
      accessRules: none,
      setAccessRules: none,
      waitingRules: none,
      setWaitingRules: none,
      bookingRules: none,
      setBookingRules: none,
      serviceRules: none,
      setServiceRules: none,
    },
    specialists: { search: none, profile: none, staff: none, add: none, update: none, publish: none },
    schedules: { overview: none, get: none, save: none, publish: none },
    staff: {
      list: none,
      add: none,
      setActive: none,
      setDuty: none,
      setPassword: none,
      resetFactors: none,
    },
    careAccess: {
      endingWith: none,
      patient: { audited: "profile", call: () => get(`/care-access/patients/${patient.id}`, as.doctor()) },
      openBreakGlass: {
        audited: "break-glass:opened",
        call: () => send("POST", "/care-access/break-glass", helper.token, breakGlassBody(patient)),
      },
      myBreakGlass: { audited: "break-glass", call: () => get("/care-access/break-glass", helper.token) },
      endBreakGlass: {
        audited: "break-glass:ended",
        call: async () => {
          const opened = await makeBreakGlass(app, patient, helper);
          return send("POST", `/care-access/break-glass/${opened.id}/end`, helper.token);
        },
      },
      breakGlassCases: { audited: "review-break-glass", call: () => get("/admin/break-glass", auditor.token) },
      reviewBreakGlass: {
        audited: "break-glass:reviewed",
        call: async () => {
          const opened = await makeBreakGlass(app, patient, helper);
          const body = { verdict: "justified", account: "已核对急诊记录，情况属实" };
          return send("POST", `/admin/break-glass/${opened.id}/review`, auditor.token, body);
        },
      },
    },
    appointments: {
      slots: none,
      offers: none,
      book: {
        audited: "appointment:booked",
        call: async () => {
          const proofReportId = await makeFiledReport(app, patient);
          const start = (await freeSlots(app, doctor.specialistId))[0]?.start ?? "";
          const body = bookingBody({ patientId: patient.id, specialistId: doctor.specialistId, start, proofReportId });
          return send("POST", "/appointments", as.patient(), body);
        },
      },
      cancel: {
        audited: "appointment:cancelled",
        call: async () =>
          send("POST", `/appointments/${(await booked()).id}/cancel`, as.doctor(), { reason: "临时手术" }),
      },
      checkIn: {
        audited: "change-appointment",
        call: async () => send("POST", `/appointments/${(await booked()).id}/check-in`, as.patient()),
      },
      supplement: {
        audited: "appointment:supplemented",
        call: async () => {
          const reportIds = [await makeFiledReport(app, patient, "laboratory")];
          return send("POST", `/appointments/${(await booked()).id}/reports`, as.patient(), { reportIds });
        },
      },
      judge: {
        audited: "appointment:judged",
        call: async () =>
          send("PUT", `/appointments/${(await booked()).id}/judgement`, as.doctor(), { decision: "accepted" }),
      },
      get: {
        audited: "read-appointment",
        call: () => get(`/appointments/${visit.appointmentId}`, as.doctor()),
      },
      mine: { audited: "read-appointment", call: () => get("/appointments", as.patient()) },
      unjudged: {
        audited: "read-appointment",
        call: async () => {
          await makeReadyVisit(app, { specialist: doctor, patient, judged: false, minutesAhead: 26 * 60 });
          return get("/worklist/unjudged", as.doctor());
        },
      },
      worklist: { audited: "read-appointment", call: () => get("/worklist", as.doctor()) },
      ofPatient: {
        audited: "read-appointment",
        call: () => get(`/patients/${patient.id}/appointments`, as.doctor()),
      },
      bookingsAway: {
        audited: "read-appointment",
        call: async () => {
          const gone = await makeScheduledSpecialist(app, { hospital: doctor.hospital });
          // The patient sits elsewhere at the next times.
          const start = (await freeSlots(app, gone.specialistId)).at(-1)?.start ?? "";
          await makeAppointment(app, { patient, specialist: gone, start });
          const office = doctor.hospital.admin.token;
          await send("PUT", `/admin/specialists/${gone.specialistId}/published`, office, { published: false });
          return get("/admin/bookings/away", office);
        },
      },
      bookingsOfDay: {
        audited: "read-appointment",
        call: () => get("/admin/bookings", doctor.hospital.admin.token),
      },
      touchedBySpecialist: {
        audited: "read-appointment",
        call: () =>
          send("POST", `/admin/specialists/${doctor.specialistId}/touched`, doctor.hospital.admin.token, {
            week: null,
          }),
      },
      touchedByDepartment: {
        audited: "read-appointment",
        call: () => get(`/admin/departments/${doctor.hospital.department.id}/touched`, doctor.hospital.admin.token),
      },
      touchedByAccount: none,
      cancelBooking: {
        audited: "appointment:cancelled",
        call: async () =>
          send("POST", `/admin/bookings/${(await booked()).id}/cancel`, doctor.hospital.admin.token, {
            reason: "停诊",
          }),
      },
      moveBooking: {
        audited: "appointment:moved",
        call: async () => {
          const { id, record } = await booked();
          const from = record.start;
          const free = (await freeSlots(app, doctor.specialistId)).find((slot) => slot.start !== from);
          return send("POST", `/admin/bookings/${id}/move`, doctor.hospital.admin.token, { from, start: free?.start });
        },
      },
      handOverBooking: {
        audited: "appointment:handed-over",
        call: async () => {
          const { id, record } = await booked();
          const colleague = await makeScheduledSpecialist(app, { hospital: doctor.hospital });
          const { specialistId } = colleague;
          const start = (await freeSlots(app, specialistId)).at(-3)?.start;
          return send("POST", `/admin/bookings/${id}/hand-over`, doctor.hospital.admin.token, {
            from: { specialistId: doctor.specialistId, start: record.start },
            to: { specialistId, start },
          });
        },
      },
      restore: {
        audited: "appointment:restored",
        call: async () => {
          const at = `/appointments/${(await booked()).id}/judgement`;
          await send("PUT", at, as.doctor(), { decision: "declined", reason: "需要面诊" });
          return send("DELETE", at, as.doctor());
        },
      },
    },
    files: {
      get: { audited: "upload-file", call: async () => get(`/files/${(await file()).id}`, as.patient()) },
      byKey: {
        audited: "upload-file",
        call: async () => {
          const uploadKey = randomUUID();
          await makeFile(app, {
            as: as.patient(),
            patientId: patient.id,
            content: "photos/landscape_6.jpg",
            uploadKey,
          });
          return get(`/uploads-by-key/${uploadKey}`, as.patient());
        },
      },
    },
    reports: {
      add: {
        audited: "report:added",
        call: async () => send("POST", "/reports", as.patient(), reportBody(patient.id, [(await file()).id])),
      },
      get: {
        audited: "read-report",
        call: async () => get(`/reports/${(await makeReport(app, patient)).id}`, as.doctor()),
      },
      ofPatient: { audited: "read-report", call: () => get(`/patients/${patient.id}/reports`, as.doctor()) },
      correct: {
        audited: "report:corrected",
        call: async () => {
          const { id } = await makeReport(app, patient);
          const { fileIds, patientId, requestKey, ...described } = reportBody(patient.id, [], {
            title: "肾功能（更正）",
          });
          return send("PUT", `/reports/${id}`, as.patient(), { ...described, expectedVersion: 1 });
        },
      },
      hide: {
        audited: "report:hidden",
        call: async () => send("POST", `/reports/${(await makeReport(app, patient)).id}/hide`, as.patient()),
      },
    },
    waiting: {
      next: { audited: "waiting:called", call: async () => (await called()).reply },
      putBack: {
        audited: "waiting:put-back",
        call: async () => send("POST", `/appointments/${(await called()).id}/waiting/put-back`, as.doctor()),
      },
      passOver: {
        audited: "waiting:passed",
        call: async () => send("POST", `/appointments/${(await called()).id}/waiting/pass`, as.doctor()),
      },
      place: {
        audited: "read-appointment",
        call: async () => get(`/appointments/${(await booked()).id}/waiting`, as.patient()),
      },
      tell: {
        audited: "waiting:told",
        call: async () => send("PATCH", `/appointments/${(await called()).id}/waiting`, as.patient(), { away: true }),
      },
    },
    consultations: {
      open: {
        audited: "consultation:opened",
        call: async () => {
          const { id } = await makeAppointment(app, { specialist: doctor, patient, accepted: true });
          return send("POST", `/appointments/${id}/consultation`, as.doctor());
        },
      },
      get: { audited: "visit", call: () => get(visitAt, as.doctor()) },
      mine: { audited: "visit", call: () => get("/consultations", as.doctor()) },
      // None is asked here: a list of nobody names nobody.
      questions: { audited: "visit", names: false, call: () => get("/consultations/questions", as.doctor()) },
      ringing: {
        audited: "visit",
        call: async () => {
          await ring();
          return get("/consultations/ringing", as.patient());
        },
      },
      decline: {
        audited: "call:ended",
        call: async () => send("POST", `${visitAt}/calls/${await ring()}/decline`, as.patient()),
      },
      messages: { audited: "visit", call: () => get(`${visitAt}/messages`, as.doctor()) },
      send: {
        audited: "message:created",
        call: () => send("POST", `${visitAt}/messages`, as.doctor(), { clientMessageId: randomUUID(), text: "好" }),
      },
    },
    encounters: {
      note: { audited: "read-note", call: () => get(`${visitAt}/note`, as.doctor()) },
      lastNote: { audited: "read-note", call: () => get(`${visitAt}/note/last`, as.doctor()) },
      saveNote: {
        audited: "note:saved",
        call: () => send("PUT", `${visitAt}/note`, as.doctor(), { ...note, expectedVersion: 0 }),
      },
      signNote: {
        audited: "note:signed",
        call: async () => {
          const other = await makeConsultation(app, { patient });
          const at = `/consultations/${other.consultationId}/note`;
          await send("PUT", at, as.doctor(), { ...note, expectedVersion: 0 });
          return send("POST", `${at}/sign`, as.doctor(), { expectedVersion: 1 });
        },
      },
      plan: {
        audited: "read-plan",
        call: async () => {
          const other = await makeConsultation(app, { patient });
          await finishVisit(app, other);
          return get(`/consultations/${other.consultationId}/plan`, as.patient());
        },
      },
      plansOfPatient: { audited: "read-plan", call: () => get(`/patients/${patient.id}/plans`, as.doctor()) },
      searchDiagnoses: none,
    },
    reach: {
      settings: none,
      save: none,
      subscribe: none,
      unsubscribe: none,
      mine: none,
      localTexts: none,
    },
    notifications: {
      mine: { audited: "read-notification", names: false, call: () => get("/notifications", as.patient()) },
      markRead: none,
    },
    oversight: {
      search: {
        audited: "audit-search",
        call: () => get(`/audit-events?patientId=${patient.id}`, auditor.token),
      },
      exportEvents: {
        audited: "audit-export",
        call: async () => {
          const at = `${app.url}/api/audit-events/export?patientId=${patient.id}`;
          const { status, headers } = await fetch(at, { headers: { authorization: `Bearer ${auditor.token}` } });
          return { status, headers, data: null, problem: null };
        },
      },
      staff: none,
      integrity: none,
      verify: {
        audited: "audit-verify",
        names: false,
        call: () => send("POST", "/audit-integrity/checks", auditor.token),
      },
      emergencyActs: {
        audited: "review-break-glass",
        call: async () => {
          const opened = await makeBreakGlass(app, patient, helper);
          return get(`/admin/break-glass/${opened.id}/acts`, auditor.token);
        },
      },
      accessLog: {
        audited: "own-access-log",
        call: () => get(`/patients/${patient.id}/access-log`, as.patient()),
      },
    },
  };
}

describe("every endpoint", () => {
  const endpoints = Object.entries(contract).flatMap(([slice, part]) => Object.keys(part).map((name) => [slice, name]));
  it.each(endpoints)("%s.%s says what it leaves in the trail, and leaves it", async (slice = "", name = "") => {
    const lines: Record<string, Record<string, Line | undefined> | undefined> = table;
    const line = lines[slice]?.[name];
    expect(line).toBeDefined();
    if (line === undefined || line === none) return;
    const reply = await line.call();
    expect([reply.status, reply.problem?.code]).toEqual([expect.toBeOneOf([200, 201]), undefined]);
    await app.settled();
    const rows = await mongoose.connection
      .collection("audit_events")
      .find({
        requestId: reply.headers.get("x-request-id"),
        $or: [{ purpose: line.audited }, { action: line.audited }],
      })
      .toArray();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(
      rows.map(() =>
        expect.objectContaining({
          outcome: "allowed",
          actor: expect.objectContaining({ userId: expect.anything(), sessionId: expect.anything() }),
          ip: "127.0.0.1",
          userAgent: "node",
        }),
      ),
    );
    expect(rows.every(({ patientIds }) => patientIds.length > 0)).toBe(line.names ?? true);
  });
});

/** Commands inside a room: entering it has its row, and each that stores something its fact. */
const commands: Record<ClientCommand, "no health data" | "in the room" | AuditPurpose | AuditAction> = {
  "consultation:join": "visit",
  "consultation:leave": none,
  "message:send": "message:created",
  "message:mark": none,
  "typing:set": none,
  "call:join": "join-call",
  "call:leave": "call:ended",
  "call:decline": "call:ended",
  "line:probe": none,
  "waiting:hold": none,
  "call:signal": "in the room",
};

describe("every socket command", () => {
  it("has its line", () => expect(Object.keys(commands).toSorted()).toEqual(Object.keys(clientCommands).toSorted()));

  it("leaves its row", async () => {
    const own = await makeConsultation(app, { specialist: "own" });
    const socket = await app.socket(own.specialistToken);
    const { consultationId } = own;
    const seen = async (what: string) => {
      await app.settled();
      const found = await mongoose.connection.collection("audit_events").findOne({
        "actor.userId": new mongoose.Types.ObjectId(own.specialist.id),
        $or: [{ purpose: what }, { action: what }],
      });
      return found?.ip;
    };
    expect(await command(socket, "consultation:join", { consultationId })).toMatchObject({ ok: true });
    const said = await command(socket, "message:send", { consultationId, clientMessageId: randomUUID(), text: "好" });
    expect(said).toMatchObject({ ok: true });
    await app.call("POST", `/consultations/${consultationId}/messages`, {
      as: own.patientToken,
      body: { clientMessageId: randomUUID(), text: "谢谢" },
    });
    expect(await command(socket, "message:mark", { consultationId, deliveredSeq: 3, readSeq: 3 })).toMatchObject({
      ok: true,
    });
    expect(await command(socket, "call:join", { consultationId })).toMatchObject({ ok: true });
    expect(await command(socket, "call:leave", { consultationId })).toMatchObject({ ok: true });
    const expected = Object.values(commands).filter((what) => what !== none && what !== "in the room");
    for (const what of expected) expect([what, await seen(what)]).toEqual([what, "127.0.0.1"]);
  });
});
