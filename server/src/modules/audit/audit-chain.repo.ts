import { onlyDoubles } from "../../platform/bulk-refusals.ts";
import { duplicateKeyOf } from "../../platform/database.ts";
import { AuditEventModel } from "./audit-event.model.ts";
import type { AuditRow, SealedRow } from "./audit-row.ts";

/** The row with the highest number. */
export const findHead = (): Promise<SealedRow | null> =>
  AuditEventModel.findOne({ seq: { $gt: 0 } })
    .sort({ seq: -1 })
    .lean<SealedRow>();

/** Number and time of the chain's last row, for other slices. */
export async function auditHead(): Promise<{ seq: number; storedAt: Date } | null> {
  const head = await findHead();
  return head && { seq: head.seq, storedAt: head.storedAt };
}

/** Rows not sealed yet, oldest first. */
export const findUnsealed = (limit: number): Promise<AuditRow[]> =>
  AuditEventModel.collection.find({ unsealed: true }).sort({ _id: 1 }).limit(limit).toArray() as unknown as Promise<
    AuditRow[]
  >;

export interface Seal {
  row: AuditRow;
  seq: number;
  prevHash: string;
  hash: string;
}

/**
 * Gives the rows their numbers, one after the other; false when another sealer was faster. It stops at the first row that cannot
 * have its number: a number is unique, and a row that has one already runs into its own id, since it would have to be inserted.
 * So whoever numbers a row has numbered all those before it, and whatever two sealers do at once, and wherever one of them is
 * killed, the chain has no fork and no gap. Past the model, whose only business here is to refuse changes.
 */
export async function storeSeals(seals: readonly Seal[]): Promise<boolean> {
  try {
    await AuditEventModel.collection.bulkWrite(
      seals.map(({ row, seq, prevHash, hash }) => ({
        updateOne: {
          filter: { _id: row._id, unsealed: true },
          update: { $set: { seq, prevHash, hash }, $unset: { unsealed: 1 } },
          upsert: true,
        },
      })),
      { ordered: true },
    );
    return true;
  } catch (error) {
    if (duplicateKeyOf(error) || onlyDoubles(error)) return false;
    throw error;
  }
}

/** Sealed rows after a number, in order. */
export const sealedAfter = (seq: number, limit: number): Promise<SealedRow[]> =>
  AuditEventModel.find({ seq: { $gt: seq } })
    .sort({ seq: 1 })
    .limit(limit)
    .lean<SealedRow[]>();

/** How many rows wait to be sealed, and one that has waited longer than it should. */
export async function waitingRows(storedBefore: Date): Promise<{ count: number; late: string | null }> {
  const late = await AuditEventModel.findOne({ unsealed: true, storedAt: { $lt: storedBefore } }, { _id: 1 }).lean();
  return {
    count: await AuditEventModel.countDocuments({ unsealed: true }),
    late: late?._id.toHexString() ?? null,
  };
}

/** A row that is neither sealed nor waiting to be sealed. Nothing in the application writes such a row. */
export async function strayRow(): Promise<string | null> {
  const [all, waiting, sealed] = [
    await AuditEventModel.countDocuments(),
    await AuditEventModel.countDocuments({ unsealed: true }),
    await AuditEventModel.countDocuments({ seq: { $gt: 0 } }),
  ];
  if (all <= waiting + sealed) return null;
  const stray = await AuditEventModel.findOne(
    { unsealed: { $ne: true }, $nor: [{ seq: { $gt: 0 } }] },
    { _id: 1 },
  ).lean();
  return stray?._id.toHexString() ?? null;
}
