import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { Types } from "../../platform/database.ts";
import { PatientModel, type PatientDoc } from "./patient.model.ts";

export interface PatientRecord {
  id: string;
  /** User who acts for this patient. */
  accountId: string;
  name: string;
  documentType: Patient["documentType"];
  idNumberMasked: string;
  /** `YYYY-MM-DD`. */
  birthDate: string;
  sex: Patient["sex"];
  relationship: Patient["relationship"];
  /** Masked; the number itself is sealed. */
  phone: string | null;
  /** Keyed hash of the identity document: however many accounts keep a person, there is one of them. */
  person: string;
}
export interface NewPatient extends Omit<PatientRecord, "person"> {
  requestKey: string;
  idNumberSealed: string;
  idNumberLookup: string;
  phoneSealed: string | null;
  guardianConsentAt: Date | null;
}

const oid = (id: string) => new Types.ObjectId(id);
/** Encryption happens in this file: use cases see the person, the database does not. */
type Sealer = Pick<Ctx, "keys">;
type Person = Pick<PatientRecord, "name" | "birthDate">;
/** Seal context of a patient's text: it decrypts in this row and field only. */
export const sealPlace = (id: string, field: "person" | "id-number" | "phone") => `patient:${id}:${field}`;
const sealPerson = ({ keys }: Sealer, id: string, { name, birthDate }: Person) =>
  keys.seal(JSON.stringify({ name, birthDate }), sealPlace(id, "person"));

const toRecord = ({ keys }: Sealer, doc: PatientDoc): PatientRecord => ({
  id: doc._id.toHexString(),
  accountId: doc.accountId.toHexString(),
  ...(JSON.parse(keys.open(doc.sealedPerson, sealPlace(doc._id.toHexString(), "person"))) as Person),
  documentType: doc.documentType ?? "resident-id",
  idNumberMasked: doc.idNumberMasked,
  sex: doc.sex,
  relationship: doc.relationship,
  phone: doc.phoneMasked,
  person: doc.idNumberLookup,
});

export async function getPatient(ctx: Sealer, patientId: string): Promise<PatientRecord | null> {
  const doc = await PatientModel.findById(oid(patientId)).lean();
  return doc && toRecord(ctx, doc);
}

/** In no order; unknown ids are left out. */
export async function getPatients(ctx: Sealer, ids: readonly string[]): Promise<PatientRecord[]> {
  if (ids.length === 0) return [];
  const docs = await PatientModel.find({ _id: { $in: [...new Set(ids)].map(oid) } }).lean();
  return docs.map((doc) => toRecord(ctx, doc));
}

/** Of one person, whichever accounts hold them: both parents of a child, a grandmother whom four children look after. */
const HOLDERS = 100;

/** The records with one of these keyed hashes, whichever account holds them, those kept longest first. */
export async function findPatientsByLookup(ctx: Sealer, lookups: readonly string[]): Promise<PatientRecord[]> {
  const docs = await PatientModel.find({ idNumberLookup: { $in: [...lookups] } })
    .sort({ _id: 1 })
    .limit(HOLDERS)
    .lean();
  return docs.map((doc) => toRecord(ctx, doc));
}

export async function listPatientsOfAccount(ctx: Sealer, userId: string): Promise<PatientRecord[]> {
  const docs = await PatientModel.find({ accountId: oid(userId) })
    .sort({ _id: 1 })
    .lean();
  return docs.map((doc) => toRecord(ctx, doc));
}

export const countPatientsOfAccount = (userId: string): Promise<number> =>
  PatientModel.countDocuments({ accountId: oid(userId) });

export async function findPatientByRequest(
  ctx: Sealer,
  accountId: string,
  requestKey: string,
): Promise<PatientRecord | null> {
  const doc = await PatientModel.findOne({ accountId: oid(accountId), requestKey }).lean();
  return doc && toRecord(ctx, doc);
}

/** Violates a unique index when the account has this person, made this request before, or has a "self" already. */
export async function insertPatient(ctx: Sealer, patient: NewPatient, at: Date): Promise<PatientRecord> {
  const { id, accountId, name, birthDate, phone, ...rest } = patient;
  const sealedPerson = sealPerson(ctx, id, { name, birthDate });
  const [doc] = await PatientModel.create([
    { ...rest, _id: oid(id), accountId: oid(accountId), sealedPerson, phoneMasked: phone, createdAt: at },
  ]);
  if (!doc) throw new Error("patient not inserted");
  return toRecord(ctx, doc.toObject());
}
