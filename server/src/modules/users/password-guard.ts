import type { Ctx } from "../../platform/context.ts";
import type { Limit } from "../../platform/rate-limit.ts";
import { knownDevice } from "./known-device.ts";
import type { UserRecord } from "./user.repo.ts";

/**
 * Counts wrong passwords so that guessing stops and nobody can lock another out:
 * - on a device where the owner signed in before (or in their own session), by that device: nobody else counts there;
 * - elsewhere by phone and address, and slowly over all unknown devices of the phone, against guessing from many
 *   addresses. That one can be used up from afar, but then the owner's own devices still sign in, and a code by text
 *   message does from anywhere (those are counted apart, send-code.ts);
 * - and by address over all phones, against trying one password on many. Right passwords are never counted, so a
 *   ward behind one address does not come near it.
 */
export interface PasswordGuard {
  /** Takes one try before the password is looked at, so that guesses sent at once are counted too; `rate_limited`. */
  take(): Promise<void>;
  wrong(): Promise<void>;
  right(): Promise<void>;
  /** The password is a new one, set by who proved the phone: what was guessed before is of no use to anybody. */
  forget(): Promise<void>;
}

export function passwordGuard(ctx: Ctx, phoneLookup: string, user: UserRecord | null): PasswordGuard {
  const { limits } = ctx;
  const own = user && ctx.actor?.userId === user.id ? `session:${ctx.actor.sessionId}` : knownDevice(ctx, phoneLookup);
  const pair: [Limit, string] = own
    ? ["wrong-by-device", `${phoneLookup}:${own}`]
    : ["wrong-by-address", `${phoneLookup}:${ctx.ip}`];
  return {
    async take() {
      if (!own) await limits.check("wrong-of-address", ctx.ip);
      await limits.consume(...pair);
      if (own) return;
      try {
        await limits.consume("wrong-by-strangers", phoneLookup);
      } catch (error) {
        await limits.refund(...pair);
        throw error;
      }
    },
    async wrong() {
      if (!own) await limits.consume("wrong-of-address", ctx.ip);
    },
    async right() {
      await limits.reset(...pair);
      if (!own) await limits.refund("wrong-by-strangers", phoneLookup);
    },
    async forget() {
      await limits.reset(...pair);
      await limits.reset("wrong-by-strangers", phoneLookup);
    },
  };
}
