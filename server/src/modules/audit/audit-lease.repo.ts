import { duplicateKeyOf } from "../../platform/database.ts";
import { AuditLeaseModel } from "./audit-lease.model.ts";

const LEASE = "sealer";
const LEASE_MS = 5000;

/**
 * Takes or renews the lease; false while another process has it. It only saves work: what protects the chain is its
 * unique numbers. A lease that runs out absurdly late was written by a clock that has been set back since, and counts
 * as expired.
 */
export async function takeLease(holder: string, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + LEASE_MS);
  const free = {
    $or: [{ holder }, { until: { $lte: now } }, { until: { $gt: new Date(until.getTime() + LEASE_MS) } }],
  };
  try {
    await AuditLeaseModel.updateOne({ _id: LEASE, ...free }, { $set: { holder, until } }, { upsert: true });
    return true;
  } catch (error) {
    if (duplicateKeyOf(error)) return false;
    throw error;
  }
}

export async function giveUpLease(holder: string): Promise<void> {
  await AuditLeaseModel.deleteOne({ _id: LEASE, holder });
}
