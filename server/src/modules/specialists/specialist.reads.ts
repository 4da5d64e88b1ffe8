import { practiceFault } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { getDepartments, getOrganizations } from "../organizations/index.ts";
import { inactiveUsersAmong } from "../users/index.ts";
import { Types } from "../../platform/database.ts";
import { createReadBatcher } from "../../platform/read-batcher.ts";
import { readAlone } from "../../platform/read-together.ts";
import { placed, specialistsReading, type SpecialistRecord } from "./specialist-places.repo.ts";
import type { SpecialistRow } from "./specialist.repo.ts";

export async function withPlaces(rows: readonly SpecialistRow[]): Promise<(SpecialistRow & SpecialistRecord)[]> {
  if (rows.length === 0) return [];
  const departments = new Map(
    (await getDepartments([...new Set(rows.map((row) => row.departmentId))])).map((item) => [item.id, item]),
  );
  const organizations = new Map(
    (await getOrganizations([...new Set(rows.map((row) => row.organizationId))])).map((item) => [item.id, item]),
  );
  const gone = await inactiveUsersAmong(rows.map((row) => row.userId));
  return rows.map((row) =>
    placed(row, {
      department: departments.get(row.departmentId),
      organization: organizations.get(row.organizationId),
      active: !gone.has(row.userId),
    }),
  );
}

/** In the order of the ids; unknown ids are left out. */
export async function getSpecialists(ids: readonly string[]): Promise<SpecialistRecord[]> {
  if (ids.length === 0) return [];
  const records = await readAlone(specialistsReading(ids));
  return [...new Set(ids)].flatMap((id) => records.find((record) => record.id === id) ?? []);
}

const readSpecialist = createReadBatcher(
  async (ids) => new Map((await getSpecialists(ids)).map((record) => [record.id, record])),
);

export const getSpecialist = async (id: string): Promise<SpecialistRecord | null> =>
  (await readSpecialist(new Types.ObjectId(id).toHexString())) ?? null;

/** May be offered to patients on that hospital day: may see them (`practiceFault`), in a department that is open. */
export const isOnDuty = (record: SpecialistRecord, day: string): boolean =>
  record.departmentActive && practiceFault(record, day) === null;
