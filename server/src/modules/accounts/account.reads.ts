import type { DemoAccount, Me } from "@fuzhen/shared/accounts/account.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { demoAccounts } from "./demo-accounts.ts";
import { presentMe } from "./session.present.ts";
import { getUser } from "../users/index.ts";

/** The signed-in user. */
export async function readMe(ctx: Ctx): Promise<Me> {
  const { userId, secondFactor } = actorOf(ctx);
  const user = await getUser(userId);
  if (!user) throw new AppError("unauthenticated");
  return presentMe(user, secondFactor ?? null);
}

/** Accounts to try the house with; nothing outside demo mode. */
export const listDemoAccounts = async (ctx: Ctx): Promise<DemoAccount[]> => (ctx.env.DEMO ? [...demoAccounts] : []);
