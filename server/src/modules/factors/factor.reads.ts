import type { Factors, FactorsChanged } from "@fuzhen/shared/factors/factor.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { factorsOf } from "./factor.repo.ts";
import { recoveryCodesLeft } from "../users/index.ts";

/** The caller's own factors, oldest first, without secrets. */
export async function listFactors(ctx: Ctx): Promise<Factors> {
  const { userId } = actorOf(ctx);
  const [factors, left] = await Promise.all([factorsOf(userId), recoveryCodesLeft(userId)]);
  return {
    factors: factors.map(({ id, kind, name, createdAt, lastUsedAt }) => ({
      id,
      kind,
      name,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    recoveryCodesLeft: left,
  };
}

/** The list after a change, with the recovery codes if new ones were made: they are shown only this once. */
export const replyFactors = async (ctx: Ctx, recoveryCodes: string[] | null): Promise<FactorsChanged> => ({
  ...(await listFactors(ctx)),
  recoveryCodes,
});
