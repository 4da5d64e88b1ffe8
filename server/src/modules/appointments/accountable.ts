import { DAY_MS } from "@fuzhen/shared/time.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { accessibleAmong, recallableAmong } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { sideOf } from "./appointment.policy.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { findAppointments } from "./appointment-lists.repo.ts";

/** Declined or called off by the specialist, or nobody came. */
const cameToNothing = (record: AppointmentRecord): boolean =>
  record.cancelled?.by === "specialist" || record.status === "noshow";

/**
 * What a specialist still reads although their sight of the patient has ended: of those they declined, called off or waited
 * for in vain, that one appointment as the patient wrote it and their own judgement on it, with reason and time, because
 * they have to account for that (R11, R12). The record stays closed: no report, no list, no other appointment. It ends with
 * the days the organisation allows after a visit, with the patient's consent (R54) and with the right to practise (R4). Of
 * an appointment that the patient or the office called off there is nothing to account for, and nothing is told (R64).
 */
export async function accountableAmong(ctx: Ctx, records: readonly AppointmentRecord[]): Promise<Set<string>> {
  const own = records.filter((record) => cameToNothing(record) && sideOf(actorOf(ctx), record) === "specialist");
  const [first] = own;
  if (!first) return new Set();
  const { careAccessDays } = await visitSettingsOf(first.organizationId);
  const since = ctx.now().getTime() - careAccessDays * DAY_MS;
  const recent = own.filter((record) => since < record.end.getTime());
  const recallable = await recallableAmong(
    ctx,
    recent.map(({ patientId }) => patientId),
  );
  return new Set(recent.filter(({ patientId }) => recallable.has(patientId)).map(({ id }) => id));
}

/** Of these appointments those that the caller may read now: by the gate, or because they account for them. */
export async function readableAmong(ctx: Ctx, records: readonly AppointmentRecord[]): Promise<Set<string>> {
  const open = await accessibleAmong(
    ctx,
    records.map(({ patientId }) => patientId),
    "read-appointment",
  );
  const accountable = await accountableAmong(ctx, records);
  return new Set(records.filter(({ id, patientId }) => open.has(patientId) || accountable.has(id)).map(({ id }) => id));
}

/** The same by id, for what other slices show of appointments; unknown ids are left out. */
export const readableAppointments = async (ctx: Ctx, ids: readonly string[]): Promise<Set<string>> =>
  readableAmong(ctx, await findAppointments(ids));
