import { PRACTICE_YEARS } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { closedDepartments } from "../organizations/index.ts";
import { inactiveSpecialistUsers } from "../users/index.ts";
import type { SpecialistRecord } from "./specialist-places.repo.ts";
import { withPlaces } from "./specialist.reads.ts";
import { findNotWhollyOnDuty } from "./staff-page.repo.ts";

/** The hospital days on which a specialist may see patients (R4), both included; null when on none. */
interface DutyDays {
  specialistId: string;
  days: { from: string; to: string } | null;
}

function dutyDaysOf({
  published,
  active,
  departmentActive,
  hospitalConsent,
  licenceValidFrom,
  licenceValidTo,
  practiceSince,
}: SpecialistRecord): DutyDays["days"] {
  if (!published || !active || !departmentActive || !hospitalConsent) return null;
  const years = `${Number(practiceSince.slice(0, 4)) + PRACTICE_YEARS}${practiceSince.slice(4)}`;
  // Three years after a leap day there is none.
  const experienced = years.replace(/-02-29$/, "-03-01");
  return { from: licenceValidFrom > experienced ? licenceValidFrom : experienced, to: licenceValidTo };
}

/**
 * The specialists of an organisation who may not see patients on each of these days: who have left, are not published, whose
 * licence ends within them or whose department is closed; and on which days they may.
 */
export async function awaySpecialists(organizationId: string, span: { from: string; to: string }): Promise<DutyDays[]> {
  const gone = await inactiveSpecialistUsers(organizationId);
  const closed = await closedDepartments(organizationId);
  const found = await withPlaces(await findNotWhollyOnDuty(organizationId, { ...span, gone, closed }));
  return found
    .map((record) => ({ specialistId: record.id, days: dutyDaysOf(record) }))
    .filter(({ days }) => days === null || days.from > span.from || days.to < span.to);
}
