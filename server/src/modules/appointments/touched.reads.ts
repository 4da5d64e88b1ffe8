import { coversSpan } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type { ScheduleWeek } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { NAMED_AS_TOUCHED, type Touched } from "@fuzhen/shared/appointments/touched.schema.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { recordAccess } from "../audit/index.ts";
import { getDepartment, visitSettingsOf } from "../organizations/index.ts";
import { getSpecialist, publishedOfDepartment } from "../specialists/index.ts";
import { requireStaff } from "../staff/index.ts";
import { countComing, findComing } from "./appointment-lists.repo.ts";
import { presentBookings } from "./appointment.present.ts";
import type { AppointmentRecord } from "./appointment.record.ts";

/** Of one specialist more can hardly be booked within the days that are offered. */
const MOST_OF_SPECIALIST = 3000;

/** Whose visits with a specialist of the admin's own organisation are to come; with a `week`, those it would leave outside. `forbidden`. */
export async function touchedBySpecialist(
  ctx: Ctx,
  { specialistId, week }: { specialistId: string; week: ScheduleWeek | null },
): Promise<Touched> {
  const organizationId = organizationOf(ctx);
  const specialist = await getSpecialist(specialistId);
  if (specialist?.organizationId !== organizationId) throw new AppError("forbidden");
  const { timeZone } = await visitSettingsOf(organizationId);
  const coming = await findComing({ organizationId, specialistId, after: ctx.now() }, MOST_OF_SPECIALIST);
  const touched = coming.filter(
    ({ start, end }) => week === null || !coversSpan(week, { from: start, to: end }, timeZone),
  );
  return {
    appointments: touched.length,
    patients: new Set(touched.map(({ patientId }) => patientId)).size,
    next: await nameFirst(ctx, organizationId, touched),
    specialists: { count: 0, names: [] },
  };
}

/** Whose visits in a department of the admin's own organisation are to come, and whom patients find there. `forbidden`. */
export async function touchedByDepartment(ctx: Ctx, { departmentId }: { departmentId: string }): Promise<Touched> {
  const organizationId = organizationOf(ctx);
  const department = await getDepartment(departmentId);
  if (department?.organizationId !== organizationId) throw new AppError("forbidden");
  const filter = { organizationId, departmentId, after: ctx.now() };
  const offered = await publishedOfDepartment(organizationId, departmentId);
  return {
    ...(await countComing(filter)),
    next: await nameFirst(ctx, organizationId, await findComing(filter, NAMED_AS_TOUCHED)),
    specialists: { count: offered.length, names: offered.slice(0, NAMED_AS_TOUCHED).map(({ name }) => name) },
  };
}

/** How many visits of an account of the own organisation are to come, when it is a specialist's. `forbidden`, `own_act`. */
export async function touchedByAccount(ctx: Ctx, { userId }: { userId: string }): Promise<Touched> {
  const { organizationId, specialistId } = await requireStaff(ctx, userId);
  const counted = specialistId
    ? await countComing({ organizationId, specialistId, after: ctx.now() })
    : { appointments: 0, patients: 0 };
  return { ...counted, next: [], specialists: { count: 0, names: [] } };
}

/** The first of them as the office sees bookings. Each patient finds it in their own access log. */
async function nameFirst(
  ctx: Ctx,
  organizationId: string,
  touched: readonly AppointmentRecord[],
): Promise<Touched["next"]> {
  const shown = touched.slice(0, NAMED_AS_TOUCHED);
  await recordAccess(ctx, {
    patientIds: [...new Set(shown.map(({ patientId }) => patientId))],
    entity: { type: "Organization", id: organizationId },
    action: "list",
    purpose: "read-appointment",
    outcome: "allowed",
    data: { count: shown.length },
  });
  return (await presentBookings(ctx, shown)).map(({ id, start, patientNameMasked, specialist }) => ({
    id,
    start,
    patientNameMasked,
    specialistName: specialist.name,
  }));
}
