import { departmentJoining, organizationJoining, settingsIn, type Settings } from "../organizations/index.ts";
import type { DepartmentRecord, OrganizationRecord } from "../organizations/index.ts";
import { activeUserJoining } from "../users/index.ts";
import { byId, readingWith, type Reading } from "../../platform/read-together.ts";
import { SpecialistModel, type SpecialistDoc } from "./specialist.model.ts";
import { toRow, type SpecialistRow } from "./specialist.repo.ts";

type Unplaced = Omit<SpecialistRow, "nextFree">;

/** A specialist with the names of where they work. */
export interface SpecialistRecord extends Unplaced {
  departmentName: string;
  /** Specialists of a closed department are not offered. */
  departmentActive: boolean;
  organizationName: string;
  organizationLevel: string;
  timeZone: string;
  /** Of their organisation. */
  settings: Settings;
  /** Their account is in use. */
  active: boolean;
}

export function placed<Row extends Unplaced>(
  row: Row,
  { department, organization, active = true }: Places,
): Row & SpecialistRecord {
  if (!department || !organization) throw new Error("specialist without a place");
  return {
    ...row,
    departmentName: department.name,
    departmentActive: department.active,
    organizationName: organization.name,
    organizationLevel: organization.level,
    timeZone: organization.timeZone,
    settings: settingsIn(organization),
    active,
  };
}
interface Places {
  department: DepartmentRecord | undefined;
  organization: OrganizationRecord | undefined;
  active: boolean | undefined;
}

/** In no order; unknown ids are left out. */
export const specialistsReading = (ids: readonly string[]): Reading<SpecialistRecord[]> =>
  readingWith(
    SpecialistModel,
    // What is kept for searches is written beside all that goes on.
    { ...byId("specialists", [...new Set(ids)]), without: ["nextFree", "offersDueAt", "searchKeys"] },
    {
      department: ["departmentId", departmentJoining],
      organization: ["organizationId", organizationJoining],
      active: ["userId", activeUserJoining],
    },
    (rows: [SpecialistDoc, Places][]) => rows.map(([row, places]) => placed(toRow(row), places)),
  );
