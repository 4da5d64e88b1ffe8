import { maskPhone } from "@fuzhen/shared/accounts/id-number.rules.ts";
import type { Session, SignUpInput } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { createUser } from "./create-user.ts";
import { startSession } from "./start-session.ts";

/** Anyone may open a patient account; staff accounts are made by admins. `phone_taken`, `password_breached`. */
export async function signUp(ctx: Ctx, { phone, password }: SignUpInput): Promise<Session> {
  await ctx.limits.consume("sign-up", ctx.ip);
  const user = await createUser(
    ctx,
    {
      phone,
      password,
      role: "patient",
      duty: null,
      organizationId: null,
      organizationName: null,
      specialistId: null,
      displayName: maskPhone(phone),
      mustChangePassword: false,
      noticeAcceptedAt: ctx.now(),
    },
    "password",
  );
  return startSession(ctx, user);
}
