import type { CorrectableField } from "@fuzhen/shared/patients/correction.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { Types } from "../../platform/database.ts";
import { CorrectionModel, type CorrectionRow } from "./patient-correction.model.ts";

/** From what to what, with whole numbers; empty for none. */
export interface Change {
  field: CorrectableField;
  from: string;
  to: string;
}
export interface CorrectionRecord {
  patientId: string;
  version: number;
  requestKey: string;
  identity: boolean;
  changes: Change[];
  correctedBy: string;
  correctedAt: Date;
  requestId: string;
}

const oid = (id: string) => new Types.ObjectId(id);
export const correctionPlace = (patientId: string, version: number) => `patient:${patientId}:correction:${version}`;

/** Runs into a unique index when the version or the request has its row. */
export async function insertCorrection(
  { keys }: Pick<Ctx, "keys">,
  { changes, patientId, correctedBy, ...rest }: CorrectionRecord,
): Promise<void> {
  const sealedChanges = keys.seal(JSON.stringify(changes), correctionPlace(patientId, rest.version));
  await CorrectionModel.create([{ ...rest, patientId: oid(patientId), correctedBy: oid(correctedBy), sealedChanges }]);
}

export const wasRequested = async (patientId: string, requestKey: string): Promise<boolean> =>
  (await CorrectionModel.exists({ patientId: oid(patientId), requestKey })) !== null;

/** How often the identity was corrected since then. */
export const countIdentityCorrections = (patientId: string, since: Date): Promise<number> =>
  CorrectionModel.countDocuments({ patientId: oid(patientId), identity: true, correctedAt: { $gt: since } });

/** More than anybody corrects; the trail has all of them. */
const SHOWN = 100;

/** The newest corrections of a patient, latest first. */
export async function listCorrections({ keys }: Pick<Ctx, "keys">, patientId: string): Promise<CorrectionRecord[]> {
  const rows = await CorrectionModel.find({ patientId: oid(patientId) })
    .sort({ version: -1 })
    .limit(SHOWN)
    .lean<CorrectionRow[]>();
  return rows.map(({ version, requestKey, identity, sealedChanges, correctedBy, correctedAt, requestId }) => ({
    patientId,
    version,
    requestKey,
    identity,
    changes: JSON.parse(keys.open(sealedChanges, correctionPlace(patientId, version))) as Change[],
    correctedBy: String(correctedBy),
    correctedAt,
    requestId,
  }));
}
