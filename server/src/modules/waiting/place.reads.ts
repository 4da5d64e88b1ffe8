import { VISITS_LEARNT, waitOf } from "@fuzhen/shared/waiting/pace.rules.ts";
import { inOrder } from "@fuzhen/shared/waiting/waiting.rules.ts";
import type { WaitingPlace } from "@fuzhen/shared/waiting/waiting.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { queue, requireVisibleAppointment, type AppointmentRecord, type QueuePlace } from "../appointments/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";

/** Who has seen nobody for longer has not begun, or makes a pause: the next slot counts. */
const AT_WORK_MS = 60 * MINUTE_MS;

/** The patient's own place: how many go first, and when the turn comes as far as this specialist's own visits tell. */
export async function readPlace(ctx: Ctx, appointmentId: string): Promise<WaitingPlace> {
  return presentPlace(ctx, await requireVisibleAppointment(ctx, appointmentId));
}

export async function presentPlace(ctx: Ctx, record: AppointmentRecord): Promise<WaitingPlace> {
  const { callsBeforeNoShow, lateGraceMinutes } = await visitSettingsOf(record.organizationId);
  const now = ctx.now();
  const place = queue.waitsIn(record) ? record.queue : null;
  const common = {
    appointmentId: record.id,
    waits: place !== null,
    called: place?.called ?? false,
    calledUntil: place?.calledUntil?.toISOString() ?? null,
    away: place?.away ?? false,
    passes: record.queue?.passes ?? 0,
    callsBeforeNoShow,
  };
  if (!place || place.called) return { ...common, ahead: null, wait: null };
  return { ...common, ...(await standing(record, place, now, lateGraceMinutes)) };
}

async function standing(
  { id, specialistId, start, end }: AppointmentRecord,
  { turnAt }: QueuePlace,
  now: Date,
  lateGraceMinutes: number,
): Promise<Pick<WaitingPlace, "ahead" | "wait">> {
  const order = inOrder((await queue.waitingFor(specialistId, now)).map((row) => ({ ...row.queue, id: row.id, row })));
  const ahead = order.findIndex((one) => one.id === id);
  const since = new Date(now.getTime() - lateGraceMinutes * MINUTE_MS);
  const { minutes, lastEndedAt } = await queue.pastVisits(specialistId, VISITS_LEARNT);
  const firstStart = Math.min(start.getTime(), ...order.map(({ row }) => row.start.getTime()));
  const atWork = lastEndedAt !== null && now.getTime() - lastEndedAt.getTime() < AT_WORK_MS;
  const wait = waitOf({
    now,
    ahead: Math.max(0, ahead),
    perhapsAhead: await queue.countExpected(specialistId, { since, before: turnAt }),
    openedAt: await queue.openedAt(specialistId, now),
    beginsAt: atWork ? now : new Date(firstStart),
    lengths: minutes,
    slotMinutes: (end.getTime() - start.getTime()) / MINUTE_MS,
  });
  return {
    ahead: Math.max(0, ahead),
    wait:
      wait.kind === "band"
        ? { kind: "band", from: wait.from.toISOString(), until: wait.until.toISOString() }
        : { kind: "around", at: wait.at.toISOString() },
  };
}
