import { requireConsent } from "../patients/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import type { Ctx } from "../../platform/context.ts";

/** A patient's papers are health data, so nothing is accepted before the consent to their use (R53). */
export async function requireUploadRight(ctx: Ctx, patientId: string): Promise<void> {
  await requirePatientAccess(ctx, patientId, "upload-file");
  await requireConsent(ctx, patientId, "health-data");
}
