import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { BookingDraft } from "./hooks/use-booking-draft.ts";

type Last = Pick<Appointment, "id" | "start" | "disease" | "diagnosedAt" | "proofReportId" | "judgement"> & {
  patient: { id: string };
  specialist: { id: string };
};

/** The last visit of this person with this specialist that was not refused. `past`: latest first. */
export const lastWith = <T extends Last>(past: readonly T[], specialistId: string, patientId: string): T | undefined =>
  past.find(
    ({ specialist, patient, judgement }) =>
      specialist.id === specialistId && patient.id === patientId && judgement?.decision !== "declined",
  );

/**
 * What a new booking takes over from the last one: disease, hospital and proof. Null when there is nothing to take, or
 * when something else has been typed or was taken over once (and perhaps emptied on purpose).
 */
export function fillFromLast(
  draft: BookingDraft,
  patientId: string,
  last: Last | undefined,
): Partial<BookingDraft> | null {
  if (!last || patientId in draft.filled) return null;
  const untouched = draft.disease === "" && draft.diagnosedAt === "";
  // Switched from another person of the account, whose own last visit had been taken over: that is not this one's.
  const others = Object.values(draft.filled).some(
    ({ disease, diagnosedAt }) => disease === draft.disease && diagnosedAt === draft.diagnosedAt,
  );
  if (!untouched && !others) return null;
  const { disease, diagnosedAt, proofReportId } = last;
  return {
    disease,
    diagnosedAt,
    filled: { ...draft.filled, [patientId]: { disease, diagnosedAt, at: last.start } },
    proofs: { [patientId]: proofReportId, ...draft.proofs },
  };
}
