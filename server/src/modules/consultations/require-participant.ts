import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { isOpen, talkAt, type TalkState } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Answer, Question } from "../../platform/answers.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { recordAccess } from "../audit/index.ts";
import { canAccessPatient, requirePatientAccess, stillInCare } from "../care-access/index.ts";
import { findConsultation, type ConsultationRecord } from "./consultation.repo.ts";
import { participantIn, type Participant } from "./participant.policy.ts";

export interface Participation {
  visit: ConsultationRecord;
  me: Participant;
  /**
   * Whether somebody may answer what is asked after the visit: no longer when the specialist has lost the right to read it
   * (R4, R54).
   */
  heard: boolean;
}

/**
 * As whom the caller takes part: the patient's account holder, or the treating specialist while the care lasts. Passes
 * the gate, which logs the access (R65). Everybody else gets `forbidden`, also for a visit that does not exist.
 */
export async function requireParticipant(
  ctx: Ctx,
  consultationId: string,
  purpose: AccessPurpose = "visit",
): Promise<Omit<Participation, "heard">> {
  const visit = await findConsultation(consultationId);
  if (!visit) throw new AppError("forbidden");
  const me = participantIn(visit, ctx.actor);
  if (!me) {
    // The gate alone would also let in a specialist who treats the patient in another visit.
    await recordAccess(ctx, {
      patientIds: [visit.patientId],
      entity: { type: "consultation", id: visit.id },
      action: "read",
      purpose,
      outcome: "refused",
    });
    throw new AppError("forbidden");
  }
  await requirePatientAccess(ctx, visit.patientId, purpose, { type: "consultation", id: visit.id });
  return { visit, me };
}

/**
 * How long a packet may rely on what an earlier one found. This process knows of its own changes at once (answers.ts); those of
 * other processes it learns so much later. Where there are none, that is only what ends by the clock: for that it takes as long as
 * to take those out of the room who only listen (evictions.ts). Asking anew is seven questions to the database.
 */
export const rememberedMs = ({ env }: Ctx) => (env.REDIS_URL === undefined ? 60_000 : 2000);

/** Whether the caller takes part in the visit now; the visit is as it was when that was found out. */
const participation = (ctx: Ctx, consultationId: string): Question<Participation> => ({
  key: `participant:${actorOf(ctx).sessionId}:${consultationId}`,
  forMs: rememberedMs(ctx),
  async ask(restsOn) {
    const { userId, sessionId, specialistId, organizationId } = actorOf(ctx);
    restsOn(consultationId, userId, sessionId, specialistId, organizationId);
    const visit = await findConsultation(consultationId);
    const me = visit && participantIn(visit, ctx.actor);
    if (!visit || !me) throw new AppError("forbidden");
    restsOn(visit.patientId, visit.appointmentId, visit.organizationId, ...visit.participants.map(({ who }) => who.id));
    if (!(await canAccessPatient(ctx, visit.patientId, "visit"))) throw new AppError("forbidden");
    return { visit, me, heard: await isHeard(ctx, visit, me) };
  },
});

/**
 * Like requireParticipant, but without a row in the access log: for the small steps inside a visit whose entry was
 * logged.
 */
export const standingNow = (ctx: Ctx, consultationId: string): Promise<Answer<Participation>> =>
  ctx.answers.anew(participation(ctx, consultationId));

export const participantOf = async (ctx: Ctx, consultationId: string): Promise<Participation> =>
  (await standingNow(ctx, consultationId)).value;

/** Like standingNow for packets of an open room: what was found a moment ago counts while it stands. */
export const standingIn = (ctx: Ctx, consultationId: string): Promise<Answer<Participation>> =>
  ctx.answers.remembered(participation(ctx, consultationId));

/** The gate has answered for the specialist; a visit under way is theirs to end. */
export async function isHeard(ctx: Ctx, visit: ConsultationRecord, { kind }: Participant): Promise<boolean> {
  if (kind === "specialist" || talkAt(visit, ctx.now()) !== "questions") return true;
  return (await stillInCare(ctx, [visit])).size > 0;
}

/** How the talk stands for this participant now. */
export const talkOf = (ctx: Ctx, { visit, heard }: Pick<Participation, "visit" | "heard">): TalkState =>
  heard ? talkAt(visit, ctx.now()) : "closed";

/** `visit_closed` once the visit is over, for calls and what else belongs to it. */
export function requireOpen({ visit }: Pick<Participation, "visit">): void {
  if (!isOpen(visit.status)) throw new AppError("visit_closed");
}

/** `visit_closed` once nothing may be said any more. */
export function requireTalk(ctx: Ctx, found: Participation): void {
  if (talkOf(ctx, found) === "closed") throw new AppError("visit_closed");
}

/** A participant who may still write, for what they upload. */
export async function speakerOf(ctx: Ctx, consultationId: string): Promise<Participation> {
  const found = await participantOf(ctx, consultationId);
  requireTalk(ctx, found);
  return found;
}
