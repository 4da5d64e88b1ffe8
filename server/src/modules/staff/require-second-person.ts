import { DUTY_COOL_DOWN_MS } from "@fuzhen/shared/staff/staff.rules.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { dutySince, waysInReset, type WaysInReset } from "../users/index.ts";

/**
 * Password and second factor of one person are never both given anew by one colleague, who could then sign in as that
 * person (R34, R64): whoever did the other one, while the person has not replaced it, is refused
 * (`second_person_required`), and so is a security admin of less than three days, who may be the first one's own making.
 * The person's own way stays open: a new password by a code to their phone. Asked in the transaction of the change.
 */
export async function requireSecondPerson(ctx: Ctx, userId: string, other: keyof WaysInReset): Promise<void> {
  const { [other]: by } = await waysInReset(userId);
  if (by === null) return;
  const me = actorOf(ctx).userId;
  const since = await dutySince(me);
  const young = since === null || ctx.now().getTime() - since.getTime() < DUTY_COOL_DOWN_MS;
  if (by === me || young) throw new AppError("second_person_required");
}
