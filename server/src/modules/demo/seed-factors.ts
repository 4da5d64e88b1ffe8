import { demoAccounts } from "../accounts/index.ts";
import { giveDemoFactor } from "../factors/index.ts";
import type { Ctx } from "../../platform/context.ts";

/** Gives all demo staff the second factor whose secret stands on the sign-in page. */
export async function seedFactors(ctx: Ctx): Promise<void> {
  for (const { phone, totpSecret } of demoAccounts) if (totpSecret) await giveDemoFactor(ctx, phone, totpSecret);
}
