import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { Types } from "../../platform/database.ts";
import { createReadBatcher } from "../../platform/read-batcher.ts";
import { byId, readingBy, type Reading } from "../../platform/read-together.ts";
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
  /** How often it was corrected. */
  version: number;
  removedAt: Date | null;
}
export interface NewPatient extends Omit<PatientRecord, "person" | "version" | "removedAt"> {
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
  version: doc.version ?? 0,
  removedAt: doc.removedAt ?? null,
});

/** The gate reads a patient for every call that concerns one. */
const readPatient = createReadBatcher(async (ids) => {
  const docs = await PatientModel.find({ _id: { $in: ids.map(oid) } }).lean();
  return new Map(docs.map((doc) => [doc._id.toHexString(), doc]));
});

export async function getPatient(ctx: Sealer, patientId: string): Promise<PatientRecord | null> {
  const doc = await readPatient(oid(patientId).toHexString());
  return doc ? toRecord(ctx, doc) : null;
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
  const docs = await PatientModel.find({ accountId: oid(userId), removedAt: null })
    .sort({ _id: 1 })
    .lean();
  return docs.map((doc) => toRecord(ctx, doc));
}

export const countPatientsOfAccount = (userId: string): Promise<number> =>
  PatientModel.countDocuments({ accountId: oid(userId), removedAt: null });

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

/** A patient with everything that is sealed: for correcting it, and for the file of their own data. */
export interface WholePatient extends PatientRecord {
  idNumber: string;
  /** The number itself; null when none was given. */
  phoneNumber: string | null;
  guardianConsentAt: Date | null;
}

const toWhole = (ctx: Sealer, doc: PatientDoc): WholePatient => {
  const id = doc._id.toHexString();
  return {
    ...toRecord(ctx, doc),
    idNumber: ctx.keys.open(doc.idNumberSealed, sealPlace(id, "id-number")),
    phoneNumber: doc.phoneSealed === null ? null : ctx.keys.open(doc.phoneSealed, sealPlace(id, "phone")),
    guardianConsentAt: doc.guardianConsentAt ?? null,
  };
};

export async function openPatient(ctx: Sealer, patientId: string): Promise<WholePatient | null> {
  const doc = await PatientModel.findById(oid(patientId)).lean();
  return doc && toWhole(ctx, doc);
}

/** Whom the account has taken out, by the keyed hash of their document: there is at most one. */
export async function findRemoved(ctx: Sealer, accountId: string, lookup: string): Promise<WholePatient | null> {
  const doc = await PatientModel.findOne({
    accountId: oid(accountId),
    idNumberLookup: lookup,
    removedAt: { $ne: null },
  }).lean();
  return doc && toWhole(ctx, doc);
}

/**
 * Writes the next version of a patient, if it is still at the one that was read; one that was removed comes back. Violates a
 * unique index when the account has another such person, or a "self".
 */
export async function writePatient(ctx: Sealer, patient: WholePatient, requestKey?: string): Promise<boolean> {
  const { id, name, birthDate, phoneNumber, version } = patient;
  const { matchedCount } = await PatientModel.updateOne(
    { _id: oid(id), version: { $in: version === 1 ? [0, null] : [version - 1] } },
    {
      $set: {
        ...(requestKey === undefined ? {} : { requestKey }),
        sealedPerson: sealPerson(ctx, id, { name, birthDate }),
        documentType: patient.documentType,
        idNumberSealed: ctx.keys.seal(patient.idNumber, sealPlace(id, "id-number")),
        idNumberLookup: patient.person,
        idNumberMasked: patient.idNumberMasked,
        sex: patient.sex,
        relationship: patient.relationship,
        phoneSealed: phoneNumber === null ? null : ctx.keys.seal(phoneNumber, sealPlace(id, "phone")),
        phoneMasked: patient.phone,
        guardianConsentAt: patient.guardianConsentAt,
        removedAt: null,
        version,
      },
    },
  );
  return matchedCount === 1;
}

/**
 * Takes the patient out of the account; false when that was done before. There is one "self" an account, and one that was
 * removed must not stand in the way of another, so the relationship goes with it.
 */
export async function markRemoved(patientId: string, at: Date): Promise<boolean> {
  const { modifiedCount } = await PatientModel.updateOne(
    { _id: oid(patientId), removedAt: null },
    { $set: { removedAt: at, relationship: "other" } },
  );
  return modifiedCount === 1;
}

/** The keyed hash of the patient's document as it is now, to be read with other things; null for who was removed. */
export const personReading = (patientId: string): Reading<string | null> =>
  readingBy(PatientModel, byId("persons", [patientId]), ([doc]: PatientDoc[]) =>
    doc && !doc.removedAt ? doc.idNumberLookup : null,
  );
