import { practiceFault } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { getDepartments, getOrganizations } from "../organizations/index.ts";
import { inactiveUsersAmong } from "../users/index.ts";
import { findSpecialists, type SpecialistRow } from "./specialist.repo.ts";

/** A specialist with the names of where they work. */
export interface SpecialistRecord extends SpecialistRow {
  departmentName: string;
  /** Specialists of a closed department are not offered. */
  departmentActive: boolean;
  organizationName: string;
  organizationLevel: string;
  timeZone: string;
  /** Their account is in use. */
  active: boolean;
}

export async function withPlaces(rows: readonly SpecialistRow[]): Promise<SpecialistRecord[]> {
  if (rows.length === 0) return [];
  const departments = new Map(
    (await getDepartments([...new Set(rows.map((row) => row.departmentId))])).map((item) => [item.id, item]),
  );
  const organizations = new Map(
    (await getOrganizations([...new Set(rows.map((row) => row.organizationId))])).map((item) => [item.id, item]),
  );
  const gone = await inactiveUsersAmong(rows.map((row) => row.userId));
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
      active: !gone.has(row.userId),
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

/** May be offered to patients on that hospital day: may see them (`practiceFault`), in a department that is open. */
export const isOnDuty = (record: SpecialistRecord, day: string): boolean =>
  record.departmentActive && practiceFault(record, day) === null;
