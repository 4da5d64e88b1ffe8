import { randomUUID } from "node:crypto";
import { dayOf } from "@fuzhen/shared/time.ts";
import { maskName } from "@fuzhen/shared/patients/masks.ts";
import type { Owned } from "@fuzhen/shared/testing/access-table.ts";
import { freeSlots, makeAppointment, makeScheduledSpecialist } from "./make-appointment.ts";
import { makeBreakGlass } from "./make-break-glass.ts";
import { finishVisit, type Visit } from "./make-consultation.ts";
import { makeFile } from "./make-file.ts";
import { makeHospital, type TestHospital } from "./make-organization.ts";
import { makePatient, newIdNumber, type TestPatient } from "./make-patient.ts";
import { makeReport } from "./make-report.ts";
import type { TestSpecialist } from "./make-specialist.ts";
import { makeStaff, newPhone, type TestUser } from "./make-user.ts";
import { newId } from "../../src/platform/outbox.ts";
import type { TestApp } from "./test-app.ts";

/** How far a specialist and a patient have come with each other. */
export type Stage = "booked" | "visit" | "finished";

/** A specialist who sees a patient, and everything of the patient that there is to see. */
export interface Sight {
  hospital: TestHospital;
  security: TestUser;
  specialist: TestSpecialist;
  patient: TestPatient;
  visit: Visit;
  stage: Stage;
  /** What the rows of the access table are filled with. */
  owned: Owned;
  /** Words that tell of the patient: none of them may be told once the right has ended. */
  secrets: Record<
    "name" | "masked" | "birthDate" | "idNumber" | "phone" | "disease" | "wrote" | "said" | "report",
    string
  >;
}

const post = async (app: TestApp, path: string, as: string, body: object = {}) => {
  const reply = await app.call<{ id: string }>("POST", path, { as, body });
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status} ${reply.problem?.code}`);
  return reply.data.id;
};

/** With `emergency` the record was opened in an emergency as well. */
export async function makeSight(app: TestApp, stage: Stage, { emergency = false } = {}): Promise<Sight> {
  const hospital = await makeHospital(app, { visitSettings: { opensMinutesBefore: 1440 } });
  const security = await makeStaff(app, hospital.organization, { duty: "security" });
  const specialist = await makeScheduledSpecialist(app, { hospital });
  // Words that stand nowhere else, so that a word that is found was told.
  const patient = await makePatient(app, { name: "纪晓岚嫣", idNumber: newIdNumber({ birthDate: "1961-07-29" }) });
  const said = "尿里的泡沫比上个月少";
  const report = await makeReport(app, patient, { title: "肾穿刺病理" });
  const slots = await freeSlots(app, specialist.specialistId);
  // A visit to come can still be called off; one that is opened is the next.
  const start = (stage === "booked" ? slots.at(-2) : slots[0])?.start ?? "";
  const booked = await makeAppointment(app, {
    start,
    specialist,
    patient,
    accepted: true,
    reportIds: [report.id],
    disease: "薄基底膜肾病",
    message: "夜里要起来三次",
  });
  const as = patient.account.token;
  const visit: Visit = {
    appointmentId: booked.id,
    start: booked.record.start,
    end: booked.record.end,
    patientId: patient.id,
    patient,
    specialist,
    patientToken: as,
    specialistToken: specialist.token,
    consultationId: newId(),
  };
  const uploadKey = randomUUID();
  if (stage !== "booked") {
    visit.consultationId = await post(app, `/appointments/${booked.id}/consultation`, specialist.token);
    const room = `/consultations/${visit.consultationId}`;
    const say = (who: string, body: object) =>
      post(app, `${room}/messages`, who, { clientMessageId: randomUUID(), ...body });
    await say(as, { text: said });
    const picture = { content: "photos/landscape_6.jpg", consultationId: visit.consultationId };
    await say(as, { fileId: (await makeFile(app, { ...picture, as })).id });
    const name = { filename: "纪晓岚嫣的化验单.jpg", uploadKey };
    await say(specialist.token, { fileId: (await makeFile(app, { ...picture, ...name, as: specialist.token })).id });
  }
  if (stage === "finished") await finishVisit(app, visit);
  const opening = emergency ? await makeBreakGlass(app, patient, specialist) : null;
  await app.settled();
  return {
    hospital,
    security,
    specialist,
    patient,
    visit,
    stage,
    owned: {
      phone: patient.account.phone,
      patientId: patient.id,
      specialistId: specialist.specialistId,
      departmentId: hospital.department.id,
      appointmentId: booked.id,
      consultationId: visit.consultationId,
      reportId: report.id,
      fileId: report.files[0]?.id ?? newId(),
      uploadKey,
      notificationId: newId(),
      breakGlassId: opening?.id ?? newId(),
      staffId: newId(),
      deviceId: newId(),
      day: dayOf(new Date(booked.record.start)),
      start: slots.at(-1)?.start ?? "",
      newKey: randomUUID,
      newIdNumber,
      newPhone,
    },
    secrets: {
      name: patient.record.name,
      masked: maskName(patient.record.name),
      birthDate: patient.record.birthDate,
      idNumber: patient.idNumber,
      phone: patient.account.phone,
      disease: "薄基底膜肾病",
      wrote: "夜里要起来三次",
      said,
      report: "肾穿刺病理",
    },
  };
}
