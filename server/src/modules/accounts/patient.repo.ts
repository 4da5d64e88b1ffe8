import type { Patient } from "@fuzhen/shared/accounts/patient.schema.ts";
import { Types } from "../../platform/database.ts";
import { PatientModel, type PatientDoc } from "./patient.model.ts";

export interface PatientRecord {
  id: string;
  /** User who acts for this patient. */
  accountId: string;
  name: string;
  idNumberMasked: string;
  /** `YYYY-MM-DD`. */
  birthDate: string;
  sex: Patient["sex"];
  relationship: Patient["relationship"];
  /** Masked; the number itself is sealed. */
  phone: string | null;
}
export interface NewPatient extends PatientRecord {
  requestKey: string;
  idNumberSealed: string;
  idNumberLookup: string;
  phoneSealed: string | null;
  guardianConsentAt: Date | null;
}

const oid = (id: string) => new Types.ObjectId(id);
const toRecord = (doc: PatientDoc): PatientRecord => ({
  id: doc._id.toHexString(),
  accountId: doc.accountId.toHexString(),
  name: doc.name,
  idNumberMasked: doc.idNumberMasked,
  birthDate: doc.birthDate,
  sex: doc.sex,
  relationship: doc.relationship,
  phone: doc.phoneMasked,
});

export async function getPatient(patientId: string): Promise<PatientRecord | null> {
  const doc = await PatientModel.findById(oid(patientId)).lean();
  return doc && toRecord(doc);
}

export async function listPatientsOfAccount(userId: string): Promise<PatientRecord[]> {
  const docs = await PatientModel.find({ accountId: oid(userId) })
    .sort({ _id: 1 })
    .lean();
  return docs.map(toRecord);
}

export async function findPatientByRequest(accountId: string, requestKey: string): Promise<PatientRecord | null> {
  const doc = await PatientModel.findOne({ accountId: oid(accountId), requestKey }).lean();
  return doc && toRecord(doc);
}

/** Runs into the unique indexes: same person twice, same request twice, a second self. */
export async function insertPatient(patient: NewPatient, at: Date): Promise<PatientRecord> {
  const { id, accountId, phone, ...rest } = patient;
  const [doc] = await PatientModel.create([
    { ...rest, _id: oid(id), accountId: oid(accountId), phoneMasked: phone, createdAt: at },
  ]);
  if (!doc) throw new Error("patient not inserted");
  return toRecord(doc.toObject());
}
