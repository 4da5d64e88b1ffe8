import type { Services } from "../../../platform/context.ts";
import { AppError } from "../../../platform/errors.ts";
import type { FileWork } from "./file-work.repo.ts";
import { pools, type PoolName } from "./stages.ts";

/** How long this try at a file may take. */
export const tryMs = ({ kind, slow }: Pick<FileWork, "kind" | "slow">): number =>
  pools[kind as PoolName].tryMs[slow ? "long" : "short"];

/**
 * Reads within what the owner's account has left of the day: the longest it may take is counted first, and what it did not
 * take is given back. False, and nothing is read, when there is not so much left.
 */
export async function readWithinBudget(
  { limits }: Pick<Services, "limits">,
  work: Pick<FileWork, "ownerUserId" | "kind" | "slow">,
  read: () => Promise<void>,
): Promise<boolean> {
  const owner = work.ownerUserId.toHexString();
  const seconds = Math.ceil(tryMs(work) / 1000);
  try {
    await limits.consume("reading-day", owner, seconds);
  } catch (error) {
    if (error instanceof AppError && error.code === "rate_limited") return false;
    throw error;
  }
  const began = performance.now();
  try {
    await read();
    return true;
  } finally {
    const used = Math.ceil((performance.now() - began) / 1000);
    if (used < seconds) await limits.refund("reading-day", owner, seconds - used);
  }
}
