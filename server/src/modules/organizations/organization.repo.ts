import type { VisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { unsaidPayment, type FeePayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import { Types } from "../../platform/database.ts";
import { joining } from "../../platform/read-together.ts";
import { OrganizationModel, type OrganizationDoc } from "./organization.model.ts";

export interface OrganizationRecord {
  id: string;
  name: string;
  level: string;
  licenceNumber: string;
  address: string;
  timeZone: string;
  complaintPhone: string;
  feePayment: FeePayment;
  registeredCodes: string[];
  visitSettings: Partial<VisitSettings>;
}

const toRecord = (doc: OrganizationDoc): OrganizationRecord => ({
  id: doc._id.toHexString(),
  name: doc.name,
  level: doc.level,
  licenceNumber: doc.licenceNumber,
  address: doc.address,
  timeZone: doc.timeZone,
  complaintPhone: doc.complaintPhone ?? "",
  feePayment: doc.feePayment ? { way: doc.feePayment.way, note: doc.feePayment.note } : unsaidPayment,
  registeredCodes: doc.registeredCodes,
  visitSettings: doc.visitSettings ?? {},
});

/** For those who name an institution by its id. */
export const organizationJoining = joining(OrganizationModel, toRecord);

export async function getOrganization(id: string): Promise<OrganizationRecord | null> {
  const doc = await OrganizationModel.findById(new Types.ObjectId(id)).lean();
  return doc && toRecord(doc);
}

/** In no order; unknown ids are left out. */
export async function getOrganizations(ids: readonly string[]): Promise<OrganizationRecord[]> {
  const docs = await OrganizationModel.find({ _id: { $in: ids.map((id) => new Types.ObjectId(id)) } }).lean();
  return docs.map(toRecord);
}

/** All of the house: as many as an operator has added. */
export async function listOrganizations(): Promise<OrganizationRecord[]> {
  const docs = await OrganizationModel.find({}).sort({ _id: 1 }).lean();
  return docs.map(toRecord);
}

export async function findOrganizationByLicence(licenceNumber: string): Promise<OrganizationRecord | null> {
  const doc = await OrganizationModel.findOne({ licenceNumber }).lean();
  return doc && toRecord(doc);
}

/** Changes these of the organisation's visit settings and leaves the others. */
export async function changeVisitSettings(id: string, settings: Partial<VisitSettings>): Promise<void> {
  const fields = Object.entries(settings).map(([name, value]) => [`visitSettings.${name}`, value]);
  await OrganizationModel.updateOne({ _id: new Types.ObjectId(id) }, { $set: Object.fromEntries(fields) });
}

/** What patients are told of it. */
type Told = Pick<OrganizationRecord, "complaintPhone" | "feePayment">;

export async function setTold(id: string, { complaintPhone, feePayment }: Told): Promise<void> {
  await OrganizationModel.updateOne({ _id: new Types.ObjectId(id) }, { $set: { complaintPhone, feePayment } });
}

export type NewOrganization = Omit<OrganizationRecord, "id" | keyof Told> & Partial<Told>;

export async function insertOrganization(row: NewOrganization, at: Date): Promise<OrganizationRecord> {
  const [doc] = await OrganizationModel.create([{ ...row, createdAt: at }]);
  if (!doc) throw new Error("organization not inserted");
  return toRecord(doc.toObject());
}
