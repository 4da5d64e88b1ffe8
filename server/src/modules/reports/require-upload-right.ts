import { requireConsent } from "../patients/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import type { Ctx } from "../../platform/context.ts";

/** A patient's papers are health data: nothing of them is taken in before the consent to that (R53). */
export async function requireUploadRight(ctx: Ctx, patientId: string): Promise<void> {
  await requirePatientAccess(ctx, patientId, "upload-file");
  await requireConsent(ctx, patientId, "health-data");
}
