import { CALL_LEASE_MS, inOrder, isCalled } from "@fuzhen/shared/waiting/waiting.rules.ts";
import type { NextInput } from "@fuzhen/shared/waiting/waiting.schema.ts";
import { specialistOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { queue, readableAmong, type AppointmentRecord, type QueuePlace } from "../appointments/index.ts";
import { requirePatientAccess, requireStanding } from "../care-access/index.ts";
import { recordWaitingFact } from "./waiting.facts.ts";

type Waiting = AppointmentRecord & { queue: QueuePlace };

/** So often somebody else may be faster before the caller is asked to come again: other windows, and patients who call off. */
const TRIES = 20;

/**
 * The specialist calls whose turn it is, or the one named: one conditional write, behind which a unique index lets a specialist call one
 * person at a time. From however many windows, and sent again, it answers that same person. A call stands by a lease that windows which
 * show it renew (`hold-call.ts`): when it has run out, the same person is called first again. Null when nobody waits. Code: illegal_state
 * for somebody named who does not wait, or while another is called.
 */
export async function callNext(ctx: Ctx, { requestKey, appointmentId }: NextInput): Promise<AppointmentRecord | null> {
  const specialistId = specialistOf(ctx);
  for (let tries = 0; tries < TRIES; tries++) {
    const now = ctx.now();
    const before = await queue.calledBy(specialistId, requestKey, now);
    if (before) return openedTo(ctx, before);
    const chosen = chooseFrom(await readableQueue(ctx, specialistId, now), appointmentId);
    if (!chosen) return null;
    if (isCalled(chosen.queue, now)) return openedTo(ctx, chosen);
    const called = await write(ctx, chosen, requestKey);
    if (called) return called;
  }
  throw new AppError("busy");
}

/** The queue, without those the specialist may not see now. */
async function readableQueue(ctx: Ctx, specialistId: string, now: Date): Promise<Waiting[]> {
  const waiting = await queue.waitingFor(specialistId, now);
  const readable = await readableAmong(ctx, waiting);
  return waiting.filter(({ id }) => readable.has(id));
}

function chooseFrom(waiting: readonly Waiting[], appointmentId: string | undefined): Waiting | undefined {
  const [first] = inOrder(waiting.map((row) => ({ ...row.queue, id: row.id, row })));
  if (appointmentId === undefined) return first?.row;
  const named = waiting.find(({ id }) => id === appointmentId);
  if (!named || (first?.called && first.id !== appointmentId)) throw new AppError("illegal_state");
  return named;
}

/** The gate logs who is called (R65). */
async function openedTo(ctx: Ctx, record: AppointmentRecord): Promise<AppointmentRecord> {
  await requirePatientAccess(ctx, record.patientId, "change-appointment", { type: "Appointment", id: record.id });
  return record;
}

/** Null when another window was faster, or the patient has gone. */
async function write(ctx: Ctx, chosen: Waiting, callKey: string): Promise<AppointmentRecord | null> {
  await openedTo(ctx, chosen);
  try {
    return await inTransaction(ctx, async () => {
      const now = ctx.now();
      const calledUntil = new Date(now.getTime() + CALL_LEASE_MS);
      const called = await queue.setCalled(chosen.id, chosen.specialistId, now, { callKey, calledUntil });
      if (!called) return null;
      await requireStanding(ctx, called.patientId, "change-appointment");
      await recordWaitingFact(ctx, "waiting:called", called);
      return called;
    });
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    return null;
  }
}
