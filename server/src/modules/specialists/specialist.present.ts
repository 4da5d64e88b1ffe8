import {
  answeredFieldNames,
  publicFieldNames,
  type SpecialistFields,
} from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { Specialist, StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import type { SpecialistRecord } from "./specialist-places.repo.ts";

const departmentOf = (record: SpecialistRecord) => ({
  id: record.departmentId,
  code: record.departmentCode,
  name: record.departmentName,
});

const pick = <Name extends keyof SpecialistFields>(record: SpecialistFields, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, record[name]])) as Pick<SpecialistFields, Name>;

/** What anyone may read (R1). */
export const presentSpecialist = (record: SpecialistRecord): Specialist => ({
  id: record.id,
  ...pick(record, publicFieldNames),
  organization: {
    id: record.organizationId,
    name: record.organizationName,
    level: record.organizationLevel,
    feePayment: record.settings.feePayment,
  },
  department: departmentOf(record),
});

/** What the admin of the same organisation works with. */
export const presentStaffSpecialist = (record: SpecialistRecord): StaffSpecialist => ({
  id: record.id,
  ...pick(record, answeredFieldNames),
  department: departmentOf(record),
  phoneMasked: record.phoneMasked,
  published: record.published,
});
