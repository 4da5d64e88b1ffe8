import { randomUUID } from "node:crypto";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { addDays, dayOf, MINUTE_MS } from "@fuzhen/shared/time.ts";
import { DEMO_PASSWORD } from "../accounts/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { createUpload, finishUpload, takeBytes } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { at, callsOf, signedIn, unless, type DemoCaller } from "./demo-caller.ts";
import { phoneOf } from "./demo-hospitals.ts";
import {
  demoBooking,
  demoChat,
  demoNote,
  demoPatient,
  diagnosisProof,
  labReport,
  type DemoReport,
} from "./demo-story.ts";

const later = (instant: Date, ms: number) => new Date(instant.getTime() + ms);

/** 李建国's account, his consents and his papers; then the visit he had, from booking to the signed plan. */
export async function seedVisit(ctx: Ctx): Promise<void> {
  await unless("phone_taken", () => signUp(ctx, phoneOf("李建国")));
  const patient = await signedIn(ctx, phoneOf("李建国"));
  const { id: patientId } = await patient.calls.patients.addPatient(demoPatient);
  for (const { purpose, version, sha256 } of await patient.calls.patients.consentTexts())
    await patient.calls.patients.grantConsent({ patientId, purpose, version, textSha256: sha256 });

  const proofReportId = await seedReport(patient, patientId, diagnosisProof);
  const reportIds = [await seedReport(patient, patientId, labReport)];
  const appointment = await book(patient, { patientId, proofReportId, reportIds });
  await patient.calls.accounts.signOut();
  await holdVisit(ctx, appointment);
}

/** Signs up like anybody, except that the text message is read here. */
async function signUp(ctx: Ctx, phone: string): Promise<void> {
  let code = "";
  const sms: Ctx["sms"] = {
    channel: "console",
    requireWorking: () => undefined,
    send: async (_phone, message) => void (code = message.code),
    taken: () => [],
    tell: async () => undefined,
  };
  const { accounts, codes } = callsOf({ ...ctx, sms });
  await codes.sendCode({ phone, purpose: "sign-up" });
  await accounts.signUp({ phone, password: DEMO_PASSWORD, code, noticeAccepted: true });
}

/** Uploads a paper as a photo and files it as a report; a repeat answers the first. */
async function seedReport({ ctx, calls }: DemoCaller, patientId: string, demo: DemoReport): Promise<string> {
  const known = await calls.reports.ofPatient({ patientId, limit: 100 });
  const first = known.items.find((report) => report.title === demo.report.title);
  if (first) return first.id;
  const issuedOn = addDays(dayOf(ctx.now()), -demo.daysBefore);
  // Loaded only here, because the drawing library would slow down every start of the server.
  const { drawPaper } = await import("./demo-papers.ts");
  const bytes = await drawPaper(demo.paper(issuedOn));
  const subject = { type: "patient" as const, id: patientId };
  const file = await createUpload(
    ctx,
    { metadata: { uploadKey: randomUUID(), filename: `${demo.report.title}.jpg`, subject }, bytes: bytes.length },
    { patient: (caller, id) => requirePatientAccess(caller, id, "upload-file") },
  );
  await takeBytes(ctx, file, 0, [bytes]);
  await finishUpload(ctx, file);
  const report = await calls.reports.add({ ...demo.report, patientId, issuedOn, fileIds: [file.id] });
  return report.id;
}

async function book(
  { ctx, calls }: DemoCaller,
  papers: { patientId: string; proofReportId: string; reportIds: string[] },
): Promise<Appointment> {
  const { items } = await calls.specialists.search({ q: "陈静宜" });
  const specialistId = items[0]?.id ?? "";
  const tomorrow = addDays(dayOf(ctx.now()), 1);
  const days = await calls.appointments.slots({ specialistId, from: tomorrow, days: 1 });
  const start = days[0]?.slots.find((slot) => slot.free)?.start ?? "";
  return calls.appointments.book({ ...demoBooking, ...papers, specialistId, start });
}

/**
 * The visit with the clock set to its time: check-in, judgement, chat, note and signature. Each step may have been done
 * by an earlier run.
 */
async function holdVisit(ctx: Ctx, { id: appointmentId, start, status }: Appointment): Promise<void> {
  if (status === "fulfilled") return;
  const begin = new Date(start);
  const before = at(ctx, later(begin, -10 * MINUTE_MS));
  const patient = await signedIn(before, phoneOf("李建国"));
  await unless("illegal_state", () => patient.calls.appointments.checkIn({ appointmentId }));
  const specialist = await signedIn(at(ctx, begin), phoneOf("陈静宜"));
  await specialist.calls.appointments.judge({ appointmentId, decision: "accepted", reason: "" });
  const { id: consultationId } = await specialist.calls.consultations.open({ appointmentId });

  for (const [index, { from, ...message }] of demoChat.entries()) {
    const side = from === "patient" ? patient : specialist;
    const calls = callsOf(at(side.ctx, later(begin, (2 + index) * MINUTE_MS)));
    await calls.consultations.send({ consultationId, ...message });
  }
  const end = callsOf(at(specialist.ctx, later(begin, 12 * MINUTE_MS)));
  const draft = await end.encounters.note({ consultationId });
  const note = await end.encounters.saveNote({ consultationId, expectedVersion: draft.version, ...demoNote });
  await end.encounters.signNote({ consultationId, expectedVersion: note.version });
  await end.accounts.signOut();
  await callsOf(at(patient.ctx, later(begin, 13 * MINUTE_MS))).accounts.signOut();
}
