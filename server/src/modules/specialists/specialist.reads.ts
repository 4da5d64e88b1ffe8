import { dutyFault } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { getDepartments, listOrganizations } from "../organizations/index.ts";
import { findSpecialists, type SpecialistRow } from "./specialist.repo.ts";

/** A specialist with the names of where they work. */
export interface SpecialistRecord extends SpecialistRow {
  departmentName: string;
  /** A closed department offers nobody. */
  departmentActive: boolean;
  organizationName: string;
  organizationLevel: string;
  timeZone: string;
}

export async function withPlaces(rows: readonly SpecialistRow[]): Promise<SpecialistRecord[]> {
  if (rows.length === 0) return [];
  const departments = new Map(
    (await getDepartments([...new Set(rows.map((row) => row.departmentId))])).map((item) => [item.id, item]),
  );
  const organizations = new Map((await listOrganizations()).map((item) => [item.id, item]));
  return rows.map((row) => {
    const department = departments.get(row.departmentId);
    const organization = organizations.get(row.organizationId);
    if (!department || !organization) throw new Error("specialist without a place");
    return {
      ...row,
      departmentName: department.name,
      departmentActive: department.active,
      organizationName: organization.name,
      organizationLevel: organization.level,
      timeZone: organization.timeZone,
    };
  });
}

/** In the order of the ids; unknown ids are left out. */
export async function getSpecialists(ids: readonly string[]): Promise<SpecialistRecord[]> {
  const records = await withPlaces(await findSpecialists([...new Set(ids)]));
  return [...new Set(ids)].flatMap((id) => records.find((record) => record.id === id) ?? []);
}

export const getSpecialist = async (id: string): Promise<SpecialistRecord | null> =>
  (await getSpecialists([id]))[0] ?? null;

/** May see patients on that hospital day: published, department open, licence, three years, hospital's consent (R4). */
export const isOnDuty = (record: SpecialistRecord, day: string): boolean =>
  record.published && record.departmentActive && dutyFault(record, day) === null;
