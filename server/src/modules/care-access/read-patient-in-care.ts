import type { PatientInCare } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { ageOn, dayOf } from "@fuzhen/shared/time.ts";
import { consentsOf } from "../patients/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { requireSight } from "./require-patient-access.ts";

/** Who the patient is, and why this specialist may see them. Passes the gate. */
export async function readPatientInCare(ctx: Ctx, { patientId }: { patientId: string }): Promise<PatientInCare> {
  const { patient, basis } = await requireSight(ctx, patientId, "profile");
  if (!basis) throw new AppError("forbidden");
  return {
    id: patient.id,
    name: patient.name,
    sex: patient.sex,
    birthDate: patient.birthDate,
    age: ageOn(patient.birthDate, dayOf(ctx.now())),
    consents: (await consentsOf(patientId)).map(({ purpose, grantedAt, withdrawnAt }) => ({
      purpose,
      grantedAt: grantedAt.toISOString(),
      withdrawnAt: withdrawnAt?.toISOString() ?? null,
    })),
    basis: basis.kind,
    breakGlass: basis.kind === "break-glass" ? { id: basis.id, until: basis.until.toISOString() } : null,
  };
}
