import { randomUUID } from "node:crypto";
import type { DeviceSession } from "@fuzhen/shared/sessions/session.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { callerKinds, type CallerKind, type Owned } from "@fuzhen/shared/testing/access-table.ts";
import { freeSlots, makeScheduledSpecialist } from "./make-appointment.ts";
import { makeBreakGlass } from "./make-break-glass.ts";
import { makeConsultation } from "./make-consultation.ts";
import { makeHospital, type TestHospital } from "./make-organization.ts";
import { makePatient, newIdNumber, type TestPatient } from "./make-patient.ts";
import { makeReport } from "./make-report.ts";
import { makeSpecialist, type TestSpecialist } from "./make-specialist.ts";
import { makePatientAccount, makeStaff, newPhone, signIn, type TestUser } from "./make-user.ts";
import type { TestApp } from "./test-app.ts";

/** A patient in the middle of a visit, with all that a stranger may want of them, and everybody who may knock. */
export interface Owner extends Owned {
  patient: TestPatient;
  specialist: TestSpecialist;
  hospital: TestHospital;
  callers: ReadonlyMap<CallerKind, TestUser | null>;
  /** What no stranger may ever read. */
  secrets: string[];
}

const name = "欧阳若兰";
const said = "尿里的泡沫比上个月少";

export async function makeOwner(app: TestApp): Promise<Owner> {
  const hospital = await makeHospital(app, { visitSettings: { opensMinutesBefore: 1440 } });
  const specialist = await makeScheduledSpecialist(app, { hospital });
  const patient = await makePatient(app, { name });
  const report = await makeReport(app, patient, { title: "肾穿刺病理" });
  const visit = await makeConsultation(app, { patient, specialist });
  const sent = await app.call<Message>("POST", `/consultations/${visit.consultationId}/messages`, {
    as: patient.account.token,
    body: { clientMessageId: randomUUID(), text: said },
  });
  if (sent.status >= 300) throw new Error(`message answered ${sent.status}`);
  const emergency = await makeBreakGlass(app, patient, specialist);
  const staff = await makeStaff(app, hospital.organization);
  await app.settled();
  const bell = await app.call<{ items: Notification[] }>("GET", "/notifications", { as: patient.account.token });
  const slots = await freeSlots(app, specialist.specialistId);
  return {
    patient,
    specialist,
    hospital,
    callers: await makeCallers(app, patient, specialist, hospital),
    phone: patient.account.phone,
    patientId: patient.id,
    specialistId: specialist.specialistId,
    departmentId: hospital.department.id,
    appointmentId: visit.appointmentId,
    consultationId: visit.consultationId,
    reportId: report.id,
    fileId: report.files[0]?.id ?? "",
    uploadKey: randomUUID(),
    notificationId: bell.data.items[0]?.id ?? "",
    breakGlassId: emergency.id,
    staffId: staff.id,
    deviceId: await anotherSession(app, patient.account),
    day: dayOf(app.ctx.now()),
    start: slots.at(-1)?.start ?? "",
    newKey: randomUUID,
    newIdNumber,
    newPhone,
    secrets: [name, said, patient.account.phone, patient.idNumber, "肾穿刺病理"],
  };
}

async function anotherSession(app: TestApp, user: TestUser): Promise<string> {
  const { token } = await signIn(app, user);
  const devices = await app.call<DeviceSession[]>("GET", "/sessions", { as: token });
  const other = devices.data.find(({ current }) => current);
  if (!other) throw new Error(`devices answered ${devices.status}`);
  return other.id;
}

async function makeCallers(
  app: TestApp,
  patient: TestPatient,
  specialist: TestSpecialist,
  own: TestHospital,
): Promise<Map<CallerKind, TestUser | null>> {
  const elsewhere = await makeHospital(app);
  const callers = new Map<CallerKind, TestUser | null>();
  for (const caller of callerKinds) {
    const hospital = caller.relation === "same-organization" ? own : elsewhere;
    const make: Record<NonNullable<CallerKind["role"]>, () => Promise<TestUser>> = {
      patient: async () => (caller.relation === "own" ? patient.account : makePatientAccount(app)),
      specialist: async () => (caller.relation === "own" ? specialist : makeSpecialist(app, { hospital })),
      pharmacist: () => makeStaff(app, hospital.organization, { role: "pharmacist" }),
      admin: () => makeStaff(app, hospital.organization, { duty: caller.duty ?? "system" }),
    };
    callers.set(caller, caller.role === null ? null : await make[caller.role]());
  }
  return callers;
}
