import { demoAccounts } from "../accounts/index.ts";
import { giveDemoFactor } from "../factors/index.ts";
import type { Ctx } from "../../platform/context.ts";

/** Every demo member of staff gets through the second step with the secret on the sign-in page. */
export async function seedFactors(ctx: Ctx): Promise<void> {
  for (const { phone, totpSecret } of demoAccounts) if (totpSecret) await giveDemoFactor(ctx, phone, totpSecret);
}
