import type { Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AuditEventModel } from "./audit-event.model.ts";
import type { AuditRow } from "./audit-row.ts";

/** A row that has its place in the chain. */
export type SealedRow = AuditRow & Required<Pick<AuditRow, "seq" | "prevHash" | "hash">>;

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
  AuditEventModel.find({ unsealed: true }).sort({ _id: 1 }).limit(limit).lean<AuditRow[]>();

export interface Seal {
  row: AuditRow;
  seq: number;
  prevHash: string;
  hash: string;
}

class OvertakenError extends Error {}

/**
 * Gives the rows their numbers, all or none; false when another sealer was faster. A number is unique, and only a row
 * without one can get one, so whatever two sealers do at once, the chain has no fork and no gap.
 */
export async function storeSeals(ctx: Ctx, seals: readonly Seal[]): Promise<boolean> {
  try {
    await inTransaction(ctx, async () => {
      const result = await AuditEventModel.bulkWrite(
        seals.map(({ row, seq, prevHash, hash }) => ({
          updateOne: {
            filter: { _id: row._id, unsealed: true },
            update: { $set: { seq, prevHash, hash }, $unset: { unsealed: true } },
          },
        })),
      );
      if (result.modifiedCount !== seals.length) throw new OvertakenError();
    });
    return true;
  } catch (error) {
    if (error instanceof OvertakenError || duplicateKeyOf(error)) return false;
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
