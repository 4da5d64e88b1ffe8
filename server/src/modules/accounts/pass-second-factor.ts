import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { SecondFactorInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { checkSecondFactor, wrongSecondFactor } from "../factors/index.ts";
import { RACE_MS } from "./refresh-session.ts";
import { countTry, forgetTries, outOfTries } from "./second-factor-tries.ts";
import {
  endSession,
  findLiveSession,
  idleEnd,
  passSession,
  sessionEnd,
  type SessionRecord,
} from "../sessions/index.ts";
import { presentSession } from "./session.present.ts";
import { getUser, markSignedIn } from "../users/index.ts";

/**
 * The second step of sign-in: turns the half session into a whole one and answers its new tokens (R63). A code or
 * passkey answer counts once; too many wrong ones end this half session but do not lock the account. A request repeated
 * after a lost reply gets the same answer.
 */
export async function passSecondFactor(ctx: Ctx, input: SecondFactorInput): Promise<Session> {
  const { userId, sessionId, secondFactor } = actorOf(ctx);
  const [live, user] = await Promise.all([findLiveSession(sessionId, ctx.now()), getUser(userId)]);
  if (!live || !user) throw new AppError("unauthenticated");
  if (live.secondFactorAt && ctx.now().getTime() - live.secondFactorAt.getTime() <= RACE_MS)
    return presentSession(ctx, live, user);
  if (secondFactor !== "required") throw new AppError("illegal_state");
  await countTry(ctx);
  const passed = await makeWhole(ctx, live, input);
  if (!passed) {
    // The same answer was sent twice at once: the other request won, and the session is whole already.
    const whole = await findLiveSession(sessionId, ctx.now());
    if (whole?.secondFactorAt) return presentSession(ctx, whole, user);
    if (!(await outOfTries(ctx))) throw wrongSecondFactor();
    await endSession(ctx, live, "second-factor-guessed");
    throw new AppError("session_expired");
  }
  await forgetTries(ctx);
  return presentSession(ctx, passed, user);
}

/** Null for a wrong proof. */
async function makeWhole(ctx: Ctx, live: SessionRecord, input: SecondFactorInput): Promise<SessionRecord | null> {
  const now = ctx.now();
  const spend = await checkSecondFactor(ctx, input);
  if (!spend) return null;
  return inTransaction(ctx, async () => {
    if (!(await spend())) return null;
    const ends = { expiresAt: sessionEnd(live.role, now, live.createdAt), idleAt: idleEnd(ctx.env, live.role, now) };
    const passed = await passSession(live.id, now, ends);
    // The session has ended, or a request at the same instant made it whole. Throwing rolls back, so the code is not
    // used up.
    if (!passed) throw new AppError("session_expired");
    await markSignedIn(live.userId, now);
    await recordFact(ctx, {
      type: "session:second-factor-passed",
      patientId: null,
      entity: { type: "Session", id: live.id },
      data: { sessionId: live.id, userId: live.userId, method: input.method },
    });
    return passed;
  });
}
