import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { createTogether, type Outcome } from "../../platform/together.ts";
import { takeTurns } from "../../platform/turn.repo.ts";
import { grantCareAccess } from "../care-access/index.ts";
import type { PatientRecord } from "../patients/index.ts";
import { claimTime, claimTimes, isTimeTaken } from "../schedules/index.ts";
import type { SpecialistRecord } from "../specialists/index.ts";
import { recordAppointmentFact } from "./appointment.facts.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { insertAppointments, isRepeatedRequest } from "./appointment.repo.ts";
import { planBooking, readGrounds, type Ground, type Plan, type Wish } from "./plan-booking.ts";

export interface Booked {
  record: AppointmentRecord;
  /** As they were read for the booking; undefined when it stood before. */
  people?: { patient: PatientRecord; specialist: SpecialistRecord };
}
interface Wished {
  ctx: Ctx;
  wish: Wish;
}
interface Planned extends Wished, Plan {
  ground: Ground;
}

/**
 * Bookings that come while others are being written go together in the next transaction. It reads all that they rest on at one
 * moment, behind the turns of all whom they concern; each is planned, or refused, by itself. No two of a person, of an account or of
 * one time are in it. Where it meets what another server has just written, each goes alone.
 */
export const bookTogether = createTogether<Wished, Booked>({
  most: 32,
  waitMs: 8000,
  keysOf: ({ wish: { accountId, patient, input } }) => [
    `account ${accountId}`,
    `person ${patient.person}`,
    `time ${input.specialistId} ${Date.parse(input.start)}`,
  ],
  async work(all) {
    try {
      return await bookAll(all, claimFirst);
    } catch (error) {
      if (!isTimeTaken(error) && !isRepeatedRequest(error)) throw error;
    }
    const outcomes: Outcome<Booked>[] = [];
    for (const one of all)
      outcomes.push(...(await bookAll([one], claimAnew).catch((refusal: unknown) => [{ refusal }])));
    return outcomes;
  },
});

type Claiming = (ctx: Ctx, planned: readonly Planned[]) => Promise<void>;

async function bookAll(all: readonly Wished[], claim: Claiming): Promise<Outcome<Booked>[]> {
  const [first] = all;
  if (!first) return [];
  const wishes = all.map(({ wish }) => wish);
  return inTransaction(first.ctx, async () => {
    await takeTurns({
      patient: wishes.map(({ patient }) => patient.id),
      specialist: wishes.map(({ input }) => input.specialistId),
      account: wishes.map(({ accountId }) => accountId),
      person: wishes.map(({ patient }) => patient.person),
    });
    const grounds = await readGrounds(first.ctx, wishes);
    const looked = all.map((one, place) => look(one, grounds[place]));
    const planned = looked.flatMap((one) => ("planned" in one ? one.planned : []));
    const booked = planned.length === 0 ? [] : await write(first.ctx, planned, claim);
    return looked.map((one) => ("planned" in one ? { done: booked[planned.indexOf(one.planned)] as Booked } : one));
  });
}

function look({ ctx, wish }: Wished, ground: Ground | undefined): { planned: Planned } | Outcome<Booked> {
  if (!ground) throw new Error("a wish without its ground");
  if (ground.repeated) return { done: { record: ground.repeated } };
  try {
    return { planned: { ctx, wish, ground, ...planBooking(ctx, wish, ground) } };
  } catch (refusal) {
    return { refusal };
  }
}

/** Answers them in their order. */
async function write(ctx: Ctx, planned: readonly Planned[], claim: Claiming): Promise<Booked[]> {
  await claim(ctx, planned);
  const records = await insertAppointments(planned.map(({ booking }) => booking));
  const booked: Booked[] = [];
  for (const [place, one] of planned.entries()) {
    const record = records[place] as AppointmentRecord;
    await tell(one, record);
    booked.push({ record, people: { patient: one.wish.patient, specialist: one.specialist } });
  }
  return booked;
}

const claimOf = ({ wish, booking, slot }: Planned) => {
  const { specialistId, person } = booking;
  return { ...slot, kind: "booking" as const, holder: wish.id, specialistId, person };
};

/** As their first minutes are free; what else they meet the database says. */
const claimFirst = (ctx: Ctx, planned: readonly Planned[]) =>
  claimTimes(
    ctx,
    planned.map((one) => ({ wanted: claimOf(one), met: one.ground.met })),
  );

/** All that they meet is read. */
async function claimAnew(ctx: Ctx, planned: readonly Planned[]): Promise<void> {
  for (const one of planned) await claimTime(ctx, claimOf(one));
}

/** From now on the specialist may see the patient. */
async function tell({ ctx, specialist }: Planned, record: AppointmentRecord): Promise<void> {
  const grant = {
    patientId: record.patientId,
    specialistId: record.specialistId,
    organizationId: record.organizationId,
    appointmentId: record.id,
    from: ctx.now(),
    visitEnd: record.end,
    until: new Date(record.end.getTime() + specialist.settings.careAccessDays * DAY_MS),
  };
  await grantCareAccess(ctx, grant, { unread: true });
  await recordAppointmentFact(ctx, "appointment:booked", record);
}
