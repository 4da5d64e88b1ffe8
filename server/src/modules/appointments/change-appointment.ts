import { holdsSlot } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { takeTurns, type TurnOf } from "../../platform/turn.repo.ts";
import { requireStanding } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { releaseTime, TimeTaken } from "../schedules/index.ts";
import { recordAppointmentFact, type AppointmentFact, type AppointmentFactType } from "./appointment.facts.ts";
import { refusalOf, sideOf, type Ability } from "./appointment.policy.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { findAppointment } from "./appointment.repo.ts";
import { refusalOfTime } from "./time-taken.ts";

interface Change {
  verb: Ability;
  fact: AppointmentFactType;
  /** What the fact says besides. */
  about?: Pick<AppointmentFact, "former">;
  /** True when the record already is as wanted: a repeat is harmless and changes nothing. */
  done?: (record: AppointmentRecord) => boolean;
  /** Checks that cost a query; they run after the policy has allowed the change, and again inside the transaction. */
  check?: () => Promise<void>;
  /** Taken besides the patient's: of whom a time is claimed. */
  turns?: Partial<Record<TurnOf, string>>;
  /** The conditional write; null when the record has changed in the meantime. */
  write: () => Promise<AppointmentRecord | null>;
  /** The office acts by its duty, which its session proves at each call; it has no sight of the patient to lose. */
  byOffice?: boolean;
  /** Further writes of the same transaction. */
  also?: (after: AppointmentRecord) => Promise<void>;
}

/**
 * The only way a side changes an appointment: policy, then one conditional write together with its fact. When somebody
 * else was faster, the answer fits what the record has become. An appointment that is none any more gives its time back.
 */
export async function changeAppointment(
  ctx: Ctx,
  before: AppointmentRecord,
  change: Change,
): Promise<AppointmentRecord> {
  if (change.done?.(before)) return before;
  const settings = await visitSettingsOf(before.organizationId);
  const refusal = (record: AppointmentRecord) =>
    refusalOf(ctx.actor, change.verb, record, { settings, now: ctx.now() });
  const refused = refusal(before);
  if (refused) throw new AppError(refused);
  await change.check?.();
  const after = await inTransaction(ctx, async () => {
    await takeTurns({ patient: before.patientId, ...change.turns });
    const written = await change.write();
    if (!written) return null;
    // Handed over to a colleague meanwhile, it is no longer theirs.
    if (!sideOf(ctx.actor, written)) throw new AppError("forbidden");
    // Withdrawn, ended or run out since it was asked: what a change rests on is read where it is made.
    if (!change.byOffice) await requireStanding(ctx, before.patientId, "change-appointment");
    await change.check?.();
    await change.also?.(written);
    if (!holdsSlot(written.status)) await releaseTime(written.id);
    await recordAppointmentFact(ctx, change.fact, written, change.about);
    return written;
  }).catch(async (error: unknown) => {
    throw error instanceof TimeTaken ? await refusalOfTime(ctx, error) : error;
  });
  if (after) return after;
  const moved = await findAppointment(before.id);
  if (moved && change.done?.(moved)) return moved;
  throw new AppError((moved && refusal(moved)) ?? "illegal_state");
}
