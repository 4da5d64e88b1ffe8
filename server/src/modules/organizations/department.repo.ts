import { Types } from "../../platform/database.ts";
import { joining } from "../../platform/read-together.ts";
import { DepartmentModel, type DepartmentDoc } from "./department.model.ts";

export interface DepartmentRecord {
  id: string;
  organizationId: string;
  code: string;
  name: string;
  active: boolean;
}

const oid = (id: string) => new Types.ObjectId(id);
const toRecord = (doc: DepartmentDoc): DepartmentRecord => ({
  id: doc._id.toHexString(),
  organizationId: doc.organizationId.toHexString(),
  code: doc.code,
  name: doc.name,
  active: doc.active,
});

/** For those who name a department by its id. */
export const departmentJoining = joining(DepartmentModel, toRecord);

export async function getDepartment(id: string): Promise<DepartmentRecord | null> {
  const doc = await DepartmentModel.findById(oid(id)).lean();
  return doc && toRecord(doc);
}

export async function getDepartments(ids: readonly string[]): Promise<DepartmentRecord[]> {
  const docs = await DepartmentModel.find({ _id: { $in: ids.map(oid) } }).lean();
  return docs.map(toRecord);
}

export async function departmentsOfOrganization(organizationId: string): Promise<DepartmentRecord[]> {
  const docs = await DepartmentModel.find({ organizationId: oid(organizationId) })
    .sort({ code: 1, name: 1 })
    .lean();
  return docs.map(toRecord);
}

export async function activeDepartments(): Promise<DepartmentRecord[]> {
  const docs = await DepartmentModel.find({ active: true }).sort({ organizationId: 1, code: 1, name: 1 }).lean();
  return docs.map(toRecord);
}

/** Departments an organisation has closed, by id. */
export async function closedDepartments(organizationId: string): Promise<string[]> {
  return (await departmentsOfOrganization(organizationId)).filter(({ active }) => !active).map(({ id }) => id);
}

/** Runs into the unique index on organisation, code and name when the department exists. */
export async function insertDepartment(
  row: Pick<DepartmentRecord, "organizationId" | "code" | "name">,
  at: Date,
): Promise<DepartmentRecord> {
  const [doc] = await DepartmentModel.create([
    { organizationId: oid(row.organizationId), code: row.code, name: row.name, active: true, createdAt: at },
  ]);
  if (!doc) throw new Error("department not inserted");
  return toRecord(doc.toObject());
}

/** Changes a department of this organisation, or runs into the unique index; null when it is not one of its own. */
export async function changeDepartment(
  id: string,
  organizationId: string,
  change: { name?: string | undefined; active?: boolean | undefined },
): Promise<DepartmentRecord | null> {
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const doc = await DepartmentModel.findOneAndUpdate(
    { _id: oid(id), organizationId: oid(organizationId) },
    { $set: set },
    { returnDocument: "after" },
  ).lean();
  return doc && toRecord(doc);
}
