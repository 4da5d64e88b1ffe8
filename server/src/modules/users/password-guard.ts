import { isUser, type Ctx } from "../../platform/context.ts";
import type { Limit } from "../../platform/rate-limit.ts";
import { addressGroup } from "../../platform/address-group.ts";
import { knownDevice } from "./known-device.ts";
import type { UserRecord } from "./user.repo.ts";

/**
 * Counts wrong passwords so that guessing stops and nobody can lock another out:
 * - on a device where the owner signed in before (or in their own session), by that device: nobody else counts there;
 * - elsewhere by phone and address, and slowly over all unknown devices of the phone, against guessing from many
 *   addresses. That one can be used up from afar, but then the owner's own devices still sign in, and a code by text
 *   message does from anywhere (those are counted apart, send-code.ts);
 * - and by address over all phones, against trying one password on many.
 * All of them are counted before the password is looked at, so that guesses sent at once are no more than those sent in turn,
 * and given back for a right one: a ward behind one address does not come near them.
 */
export interface PasswordGuard {
  /** Whose tries wait for each other: of one device or address, so that few of them are counted and not yet looked at. */
  line: string;
  /** `rate_limited`. */
  take(): Promise<void>;
  right(): Promise<void>;
  /** Call after the password was reset by whoever holds the phone: earlier wrong tries no longer matter. */
  forget(): Promise<void>;
}

export function passwordGuard(ctx: Ctx, phoneLookup: string, user: UserRecord | null): PasswordGuard {
  const { limits } = ctx;
  const place = addressGroup(ctx.ip);
  const own =
    user && isUser(ctx.actor) && ctx.actor.userId === user.id
      ? `session:${ctx.actor.sessionId}`
      : knownDevice(ctx, phoneLookup);
  const pair: [Limit, string] = own
    ? ["wrong-by-device", `${phoneLookup}:${own}`]
    : ["wrong-by-address", `${phoneLookup}:${place}`];
  const strangers: [Limit, string][] = [
    ["wrong-by-strangers", phoneLookup],
    ["wrong-of-address", place],
  ];
  return {
    line: own ? `device:${own}` : `address:${place}`,
    take: () => limits.consumeAll(own ? [pair] : [pair, ...strangers]),
    async right() {
      await limits.reset(...pair);
      if (!own) for (const limit of strangers) await limits.refund(...limit);
    },
    async forget() {
      await limits.reset(...pair);
      await limits.reset("wrong-by-strangers", phoneLookup);
    },
  };
}
