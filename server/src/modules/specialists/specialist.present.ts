import type { Specialist, StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import type { SpecialistRecord } from "./specialist-places.repo.ts";

const departmentOf = (record: SpecialistRecord) => ({
  id: record.departmentId,
  code: record.departmentCode,
  name: record.departmentName,
});

/** What anyone may read (R1). */
export const presentSpecialist = (record: SpecialistRecord): Specialist => ({
  id: record.id,
  name: record.name,
  title: record.title,
  organization: {
    id: record.organizationId,
    name: record.organizationName,
    level: record.organizationLevel,
    feePayment: record.settings.feePayment,
  },
  department: departmentOf(record),
  licenceNumber: record.licenceNumber,
  practiceScope: record.practiceScope,
  diseases: record.diseases,
  about: record.about,
});

/** What the admin of the same organisation works with. */
export const presentStaffSpecialist = (record: SpecialistRecord): StaffSpecialist => ({
  id: record.id,
  name: record.name,
  title: record.title,
  department: departmentOf(record),
  practiceScope: record.practiceScope,
  diseases: record.diseases,
  about: record.about,
  licenceNumber: record.licenceNumber,
  licenceValidFrom: record.licenceValidFrom,
  licenceValidTo: record.licenceValidTo,
  practiceSince: record.practiceSince,
  hospitalConsent: record.hospitalConsent,
  phoneMasked: record.phoneMasked,
  published: record.published,
});
