import mongoose from "mongoose";
import {
  addBytes,
  copy,
  cutBytes,
  findBytes,
  hideBytes,
  lose,
  swapSeals,
  write,
  type Damage,
} from "../support/damage.ts";
import type { Visit } from "../support/make-consultation.ts";
import type { TestApp } from "../support/test-app.ts";

/** What the damage is done to: two visits with all that belongs to them. */
export interface House {
  app: TestApp;
  open: Visit;
  signed: Visit;
}

const nowhere = () => new mongoose.Types.ObjectId();
const idOf = (text: string) => new mongoose.Types.ObjectId(text);

/** Without its index a second row of a key can be written, which is what the check is for. */
async function twiceWithoutIndex({ open }: House): Promise<Damage> {
  const claims = mongoose.connection.collection("claims");
  await claims.dropIndex("specialist_once");
  await claims.dropIndex("person_once");
  const claim = await claims.findOne({ holder: idOf(open.appointmentId) });
  const twin = await copy("claims", { holder: nowhere() }, { _id: claim?._id });
  return {
    row: `${String(claim?._id)} ${twin.row}`,
    async undo() {
      await twin.undo();
      await mongoose.model("Claim").createIndexes();
    },
  };
}

async function withoutIndex(): Promise<Damage> {
  await mongoose.connection.collection("users").dropIndex("phoneLookup_1");
  // One of the same key that lets doubles in is not the one that was declared.
  await mongoose.connection.collection("users").createIndex({ phoneLookup: 1 });
  return {
    row: 'users {"phoneLookup":1}',
    async undo() {
      await mongoose.connection.collection("users").dropIndex("phoneLookup_1");
      await mongoose.model("User").createIndexes();
    },
  };
}

const bytesOfReady = async ({ app }: House, name: string, harm: (file: string, row: string) => Promise<Damage>) => {
  const file = await mongoose.connection.collection("files").findOne({ status: "ready" });
  return harm(await findBytes(app, `${String(file?.folder)}/${name}`), String(file?._id));
};

/** What is done → the check that must name it. A check without a line here fails the last test of check-data.test.ts. */
export const damages: [check: string, what: string, harm: (house: House) => Promise<Damage>][] = [
  ["database.indexes-as-declared", "an index that lets doubles in", withoutIndex],
  ["database.unique-where-declared", "a slot sold twice", twiceWithoutIndex],
  [
    "outbox.nothing-stuck",
    "a fact that nobody gets rid of",
    () => write("outbox", { pending: true, attempts: 9, at: new Date(0), dueAt: new Date(8e15) }),
  ],
  [
    "audit.chain-unbroken",
    "a row of the trail written over",
    () => write("audit_events", { action: "nothing:happened" }, { seq: { $gt: 0 } }),
  ],
  [
    "audit.delivered-fact-is-in-trail",
    "a row cut from the trail",
    () => lose("audit_events", { factId: { $exists: true } }, ({ factId }) => factId),
  ],
  ["users.opens", "a phone moved to another account", () => swapSeals("users", "phoneSealed")],
  ["patients.opens", "an id number moved to another person", () => swapSeals("patients", "idNumberSealed")],
  ["patients.has-account", "a patient of nobody", () => write("patients", { accountId: nowhere() })],
  ["sessions.has-user", "a session of nobody", () => write("sessions", { userId: nowhere() })],
  ["factors.opens", "the secret of another person", () => swapSeals("factors", "secretSealed")],
  ["factors.has-user", "a factor of nobody", () => write("factors", { userId: nowhere() })],
  ["users.factors-are-counted", "a factor that is not counted", () => write("users", { factorCount: 7 })],
  [
    "patients.correction-has-patient",
    "a correction of nobody",
    () => write("patient_corrections", { patientId: nowhere() }),
  ],
  ["patients.correction-opens", "another person's trace", () => swapSeals("patient_corrections", "sealedChanges")],
  [
    "patients.every-correction-kept",
    "a trace that is gone",
    () => lose("patient_corrections", {}, ({ patientId }) => patientId),
  ],
  ["patients.consent-has-patient", "a consent of nobody", () => write("consents", { patientId: nowhere() })],
  [
    "organizations.department-has-organization",
    "a department of no hospital",
    () => write("departments", { organizationId: nowhere() }),
  ],
  ["specialists.specialist-has-user", "a doctor without an account", () => write("specialists", { userId: nowhere() })],
  [
    "specialists.specialist-has-department",
    "a doctor of no department",
    () => write("specialists", { departmentId: nowhere() }),
  ],
  [
    "specialists.specialist-has-signing-key",
    "a key that is gone",
    () => lose("signing_keys", {}, ({ specialistId }) => specialistId),
  ],
  [
    "specialists.signing-key-opens-and-fits",
    "a public half of another pair",
    () => write("signing_keys", { publicKey: "-----" }),
  ],
  ["schedules.schedule-has-specialist", "a schedule of nobody", () => write("schedules", { specialistId: nowhere() })],
  [
    "care-access.grant-has-appointment",
    "access without a reason",
    () => write("care_grants", { "ground.id": nowhere() }, { "ground.kind": "appointment" }),
  ],
  [
    "care-access.grant-has-opening",
    "access by an emergency that nobody has opened",
    () => write("care_grants", { "ground.id": nowhere() }, { "ground.kind": "break-glass" }),
  ],
  [
    "care-access.grant-has-organization",
    "access by nobody's rules",
    () => write("care_grants", { organizationId: nowhere() }),
  ],
  [
    "care-access.grant-keeps-to-its-ground",
    "an emergency that lets write",
    () => write("care_grants", { purposes: ["read-report", "write-note"] }, { "ground.kind": "break-glass" }),
  ],
  [
    "care-access.break-glass-is-its-grant",
    "an emergency that goes on when it was ended",
    () => write("break_glasses", { endedAt: new Date() }),
  ],
  ["care-access.grant-has-patient", "access to nobody", () => write("care_grants", { patientId: nowhere() })],
  ["care-access.grant-has-specialist", "access for nobody", () => write("care_grants", { "grantee.id": nowhere() })],
  [
    "care-access.break-glass-has-patient",
    "an opening of nobody",
    () => write("break_glasses", { patientId: nowhere() }),
  ],
  [
    "care-access.break-glass-has-specialist",
    "an opening by nobody",
    () => write("break_glasses", { specialistId: nowhere() }),
  ],
  ["care-access.break-glass-opens", "the reason of another opening", () => swapSeals("break_glasses", "sealedAccount")],
  [
    "consultations.participants-are-whole",
    "a visit without its specialist",
    () => write("consultations", { "participants.1.who.id": nowhere() }),
  ],
  [
    "consultations.sender-takes-part",
    "said by a stranger",
    () => write("messages", { sender: "p-9" }, { kind: "text" }),
  ],
  ["reports.report-has-patient", "a report of nobody", () => write("reports", { patientId: nowhere() })],
  [
    "reports.report-has-files",
    "a paper that the clean-up may take",
    async () => {
      const report = await mongoose.connection.collection("reports").findOne({ "fileIds.0": { $exists: true } });
      const harm = await write("files", { attached: false }, { _id: (report?.fileIds as unknown[] | undefined)?.[0] });
      return { ...harm, row: String(report?._id) };
    },
  ],
  [
    "reports.told-files-are-its-own",
    "a file of another report",
    () => write("reports", { settledFileIds: [nowhere()] }),
  ],
  ["reports.report-opens", "a title of another report", () => swapSeals("reports", "sealedTitle")],
  ["appointments.appointment-has-account", "booked by nobody", () => write("appointments", { accountId: nowhere() })],
  ["appointments.appointment-has-patient", "booked for nobody", () => write("appointments", { patientId: nowhere() })],
  [
    "appointments.appointment-has-specialist",
    "booked with nobody",
    () => write("appointments", { specialistId: nowhere() }),
  ],
  [
    "appointments.appointment-has-department",
    "booked nowhere",
    () => write("appointments", { departmentId: nowhere() }),
  ],
  [
    "appointments.appointment-has-proof",
    "without its proof",
    () => write("appointments", { proofReportId: nowhere() }),
  ],
  [
    "appointments.appointment-has-reports",
    "with reports that are not there",
    () => write("appointments", { reportIds: [nowhere()] }),
  ],
  [
    "appointments.appointment-gives-access",
    "half a booking",
    () =>
      lose(
        "care_grants",
        { "ground.kind": "appointment" },
        ({ ground }) => (ground as { id: unknown } | undefined)?.id,
      ),
  ],
  [
    "appointments.access-is-its-specialists",
    "seen by whoever had it before",
    async ({ open }) => {
      const harm = await write("care_grants", { "grantee.id": nowhere() }, { "ground.id": idOf(open.appointmentId) });
      return { ...harm, row: open.appointmentId };
    },
  ],
  [
    "appointments.appointment-has-person",
    "counted for another person",
    () => write("appointments", { person: "another" }),
  ],
  ["appointments.time-is-claimed", "a visit whose time is free", () => lose("claims", {}, ({ holder }) => holder)],
  [
    "appointments.time-is-claimed",
    "a visit whose time another person holds",
    async ({ open }) => {
      const harm = await write("claims", { person: "another" }, { holder: idOf(open.appointmentId) });
      return { ...harm, row: open.appointmentId };
    },
  ],
  [
    "appointments.claim-has-booking",
    "a time held for a visit that was called off",
    async ({ open }) => {
      const claim = await mongoose.connection.collection("claims").findOne({ holder: idOf(open.appointmentId) });
      const harm = await write("appointments", { status: "cancelled" }, { _id: claim?.holder });
      return { ...harm, row: String(claim?._id) };
    },
  ],
  ["schedules.claim-has-specialist", "a time of nobody", () => write("claims", { specialistId: nowhere() })],
  ["schedules.claim-holds-its-minutes", "a time that holds other minutes", () => write("claims", { cells: [5, 9] })],
  [
    "schedules.claim-holds-its-minutes",
    "a time that ends before it begins",
    () => write("claims", { to: new Date(0) }),
  ],
  [
    "schedules.claims-apart",
    "two visits where a session takes one",
    () => copy("claims", { holder: nowhere(), person: "another", place: 1 }),
  ],
  [
    "schedules.claims-apart",
    "a person in two visits at once",
    () => copy("claims", { holder: nowhere(), specialistId: nowhere(), personPlace: 1 }),
  ],
  [
    "appointments.state-is-whole",
    "fulfilled and never opened",
    () => write("appointments", { consultationId: null }, { status: "fulfilled" }),
  ],
  ["appointments.appointment-opens", "words of another booking", () => swapSeals("appointments", "sealedTexts")],
  [
    "consultations.timeline-without-gap",
    "a message that is gone",
    async ({ open }) => {
      const consultationId = idOf(open.consultationId);
      const next = await mongoose.connection.collection("messages").findOne({ consultationId, seq: 3 });
      return lose("messages", { consultationId, seq: 2 }, () => next?._id);
    },
  ],
  [
    "consultations.visit-has-appointment",
    "a visit that its appointment knows nothing of",
    async ({ open }) => {
      const harm = await write("appointments", { consultationId: nowhere() }, { _id: idOf(open.appointmentId) });
      return { ...harm, row: open.consultationId };
    },
  ],
  ["consultations.message-has-visit", "a message of no visit", () => write("messages", { consultationId: nowhere() })],
  [
    "consultations.picture-has-file",
    "a picture without its file",
    () => write("messages", { fileId: nowhere() }, { kind: "image" }),
  ],
  ["consultations.call-has-visit", "a call of no visit", () => write("calls", { consultationId: nowhere() })],
  [
    "consultations.running-call-in-open-visit",
    "a call that outlives its visit",
    ({ signed }) => write("calls", { consultationId: idOf(signed.consultationId) }),
  ],
  [
    "consultations.state-is-whole",
    "finished, and nobody knows when",
    () => write("consultations", { finishedAt: null }, { status: "finished" }),
  ],
  [
    "consultations.questions-follow-the-visit",
    "questions before the visit has ended",
    () => write("consultations", { questionsUntil: new Date(0) }, { status: "finished" }),
  ],
  [
    "consultations.nothing-said-when-closed",
    "a message after the talk had closed",
    () => write("messages", { closesAt: new Date(0) }, { kind: "text" }),
  ],
  [
    "consultations.timeline-without-gap",
    "read further than written",
    () => write("consultations", { "marks.patient.readSeq": 99 }),
  ],
  [
    "consultations.message-opens",
    "words of another message",
    () => swapSeals("messages", "sealedText", { kind: "text" }),
  ],
  ["encounters.note-has-visit", "a note of no visit", () => write("encounter_notes", { consultationId: nowhere() })],
  ["encounters.version-has-note", "a version of no note", () => write("note_versions", { noteId: nowhere() })],
  [
    "encounters.signed-note-ends-visit",
    "signed, and the visit goes on",
    async ({ signed }) => {
      const note = await mongoose.connection.collection("encounter_notes").findOne({ status: "final" });
      const harm = await write("consultations", { status: "in-progress" }, { _id: idOf(signed.consultationId) });
      return { ...harm, row: String(note?._id) };
    },
  ],
  ["encounters.note-opens", "a note written over", () => write("encounter_notes", { sealedFields: "v1.AAAA" })],
  [
    "encounters.signature-holds",
    "another name under the note",
    async () => {
      const harm = await write("signed_documents", { "signer.name": "李四" });
      const document = await mongoose.connection.collection("signed_documents").findOne({});
      return { ...harm, row: String(document?.subjectId) };
    },
  ],
  [
    "encounters.signature-holds",
    "a signature that is gone",
    () => lose("signed_documents", {}, ({ subjectId }) => subjectId),
  ],
  [
    "encounters.signature-has-note",
    "a signature under nothing",
    () => write("signed_documents", { subjectId: nowhere() }),
  ],
  ["encounters.every-version-kept", "a version that is gone", () => lose("note_versions", {}, ({ noteId }) => noteId)],
  ["files.bytes-in-store", "a picture that is gone", (house) => bytesOfReady(house, "display-0.webp", hideBytes)],
  ["files.bytes-in-store", "an original that is shorter", (house) => bytesOfReady(house, "original", cutBytes)],
  ["files.no-bytes-without-row", "an object of no file", ({ app }) => addBytes(app, "files", "ab/cdef/original")],
  [
    "files.no-bytes-without-row",
    "an upload of no file",
    ({ app }) => addBytes(app, "uploads", `ab/${"ab".repeat(19)}/0-5`),
  ],
  [
    "files.upload-not-longer-than-announced",
    "more bytes than announced",
    async ({ app }) => {
      const harm = await write("files", { status: "uploading", uploadId: "cd".repeat(20), bytes: 1 });
      const stray = await addBytes(app, "uploads", `cd/${"cd".repeat(19)}/0-5`);
      return { ...harm, undo: () => Promise.all([harm.undo(), stray.undo()]) };
    },
  ],
  [
    "files.work-waits-for-file",
    "a file that waits for nothing",
    () => write("files", { status: "processing" }, { status: "ready" }),
  ],
  [
    "files.state-is-whole",
    "ready without a page",
    () => write("files", { "readings.pages.result.pages": [] }, { status: "ready" }),
  ],
  ["files.name-opens", "a name of another file", () => swapSeals("files", "name")],
  ["notifications.notification-has-user", "a line for nobody", () => write("notifications", { userId: nowhere() })],
  ["notifications.notification-opens", "words of another line", () => swapSeals("notifications", "sealedParams")],
  ["reach.row-has-user", "nobody is to be told", () => write("reach", { userId: nowhere() })],
  ["reach.device-has-user", "a device of nobody", () => write("push_devices", { userId: nowhere() })],
  ["reach.device-opens", "an address of another device", () => swapSeals("push_devices", "sealedAddress")],
  ["reach.key-opens", "a key that is none", () => write("push_keys", { sealedPrivateKey: "nothing" })],
];
