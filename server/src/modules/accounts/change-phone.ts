import type { ChangePhoneInput, Me } from "@fuzhen/shared/accounts/account.schema.ts";
import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { describeFault } from "../../platform/describe-fault.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { checkCode, useCode } from "../codes/index.ts";
import { endAllSessions } from "../sessions/index.ts";
import { getUser, openPhone, phoneLookupOf, rememberDevice, replacePhone, sealPhone } from "../users/index.ts";
import { presentMe } from "./session.present.ts";

/**
 * Moves the account to another number (R55: correction). The runner has had a fresh proof of who asks; the code proves that they
 * hold the new number. All other sessions end, the old number is told and free for somebody else. `code_wrong`, `code_expired`;
 * `phone_taken` is told only to who holds the number, and the unique index lets one of two through. Sent again it answers the
 * same.
 */
export async function changePhone(ctx: Ctx, { phone, code }: ChangePhoneInput): Promise<Me> {
  const { userId, sessionId } = actorOf(ctx);
  const user = await getUser(userId);
  if (!user) throw new AppError("unauthenticated");
  const before = openPhone(ctx.keys, user);
  if (before === phone) return presentMe(user, null);
  const proof = await checkCode(ctx, { phone, code, purpose: "change-phone" });
  const phoneLookup = phoneLookupOf(ctx.keys, phone);
  const masked = maskPhone(phone);
  const next = {
    phoneLookup,
    phoneSealed: sealPhone(ctx.keys, phone, userId),
    phoneMasked: masked,
    displayName: masked,
    phoneVerifiedAt: ctx.now(),
  };
  await inTransaction(ctx, async () => {
    await useCode(proof);
    if (!(await replacePhone(userId, phoneLookupOf(ctx.keys, before), next))) throw new AppError("code_expired");
    await recordFact(ctx, {
      type: "account:phone-changed",
      patientId: null,
      entity: { type: "User", id: userId },
      data: { userId },
    });
    await endAllSessions(ctx, userId, "phone-changed", sessionId);
  }).catch((error: unknown) => {
    if (!duplicateKeyOf(error)?.includes("phoneLookup")) throw error;
    throw new AppError("phone_taken", [{ path: "phone", code: "phone_taken" }]);
  });
  rememberDevice(ctx, phoneLookup);
  // Not awaited: what is done does not wait for a gateway.
  void ctx.sms.tell(before, "phone-changed", ctx.now()).catch((error: unknown) => {
    ctx.log.warn({ requestId: ctx.requestId, error: describeFault(error) }, "the old number was not told");
  });
  return presentMe({ ...user, displayName: masked }, null);
}
