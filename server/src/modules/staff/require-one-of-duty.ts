import type { Duty } from "@fuzhen/shared/roles.ts";
import { AppError } from "../../platform/errors.ts";
import { holdAdmins } from "../users/index.ts";

/** Nobody is left to let others in, to watch over access or to run the house: `last_of_duty` (R64). In a transaction. */
export async function requireOneOfDuty(organizationId: string, duty: Duty): Promise<void> {
  if ((await holdAdmins(organizationId, duty)) === 0) throw new AppError("last_of_duty");
}
