import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { newId } from "../../platform/outbox.ts";
import { countFirstFactorIn, findUserByPhone, phoneLookupOf } from "../users/index.ts";
import { insertFactor } from "./factor.repo.ts";
import { sealSecret } from "./totp.ts";

/**
 * Gives a demo account the authenticator whose secret stands on the sign-in page, unless it has a factor. Marked as
 * published, so that the secret opens nothing once the installation runs without the demo.
 */
export async function giveDemoFactor(ctx: Ctx, phone: string, secret: string): Promise<void> {
  const user = await findUserByPhone(phoneLookupOf(ctx.keys, phone));
  if (!user) return;
  const id = newId();
  const secretSealed = sealSecret(ctx.keys, id, secret);
  await inTransaction(ctx, async () => {
    if (!(await countFirstFactorIn(user.id))) return;
    const factor = { id, kind: "totp", name: "演示验证器", secretSealed, lastStep: 0, published: true } as const;
    await insertFactor(user.id, factor, ctx.now());
  });
}
