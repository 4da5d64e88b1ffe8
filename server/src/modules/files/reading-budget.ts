import type { Services } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import type { LeasedFile } from "./file-work.repo.ts";
import { tryMs } from "./settle-file.ts";

/**
 * Reads within what the owner's account has left of the day: the longest it may take is counted first, and what it did not
 * take is given back. False, and nothing is read, when there is not so much left.
 */
export async function readWithinBudget(
  { limits }: Pick<Services, "limits">,
  file: Pick<LeasedFile, "ownerUserId" | "slow">,
  read: () => Promise<void>,
): Promise<boolean> {
  const seconds = Math.ceil(tryMs(file) / 1000);
  try {
    await limits.consume("reading-day", file.ownerUserId, seconds);
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
    if (used < seconds) await limits.refund("reading-day", file.ownerUserId, seconds - used);
  }
}
