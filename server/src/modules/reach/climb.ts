import { ladder, nextMove, type ReachStep } from "@fuzhen/shared/reach/reach.rules.ts";
import type { TryOutcome } from "@fuzhen/shared/reach/reach.schema.ts";
import { systemContext, type Ctx, type Services } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { createWorkRunner } from "../../platform/work/work-runner.ts";
import type { Worker } from "../module.ts";
import { getUser, openPhone, type UserRecord } from "../users/index.ts";
import { claimTry, endReach, noteOutcome, reachRows, type ReachRow } from "./reach.repo.ts";
import { settingsOf } from "./reach-settings.repo.ts";
import { noticeOf } from "./reach.words.ts";
import { isSeen } from "./seen.ts";
import { sendPush } from "./send-push.ts";

const LOOK_EVERY_MS = 1000;

/** Takes the step of the ladder that is due, for one row at a time, in one of the processes (shared/reach.rules.ts says which). */
export function climb(services: Services): Worker {
  const runner = createWorkRunner<ReachRow>(services, {
    kind: "reach",
    rows: reachRows,
    atOnce: 4,
    lookEveryMs: LOOK_EVERY_MS,
    run: (row) => step(systemContext(services, "reach:climb"), row),
  });
  runner.start();
  return { stop: () => runner.stop() };
}

async function step(ctx: Ctx, row: ReachRow) {
  const user = await getUser(String(row.userId));
  if (!user?.active) return endReach(row, "done");
  const tried = row.tries.map(({ way }) => way);
  const state = { raisedAt: row.raisedAt, tried, seen: await isSeen(ctx, row) };
  const move = nextMove(row.matter, state, await settingsOf(user.id), ctx.now());
  if (move.do === "end") return endReach(row, move.why);
  if (move.do === "wait") return { dueAt: move.until, attempts: 0 };
  if (await claimTry(row, move.way, ctx.now())) await noteOutcome(row, move.way, await send(ctx, row, user, move.way));
  return { dueAt: ctx.now(), attempts: 0 };
}

async function send(ctx: Ctx, { matter, subject, raisedAt }: ReachRow, user: UserRecord, way: ReachStep) {
  if (way === "text") return sendText(ctx, user, matter);
  const { staleMs, atNight } = ladder[matter];
  const about = { type: subject.type, id: String(subject.id) };
  const lastsMs = Math.max(0, raisedAt.getTime() + staleMs - ctx.now().getTime());
  return sendPush(ctx, user.id, (language) => noticeOf(matter, about, language), { lastsMs, urgent: atNight });
}

/** A gateway that took nothing is not asked again: by then somebody may have come, and nobody is told twice. */
async function sendText(ctx: Ctx, user: UserRecord, matter: ReachRow["matter"]): Promise<TryOutcome> {
  try {
    ctx.sms.requireWorking(ctx.now());
    await ctx.sms.tell(openPhone(ctx.keys, user), matter, ctx.now());
    return "sent";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return "unavailable";
  }
}
