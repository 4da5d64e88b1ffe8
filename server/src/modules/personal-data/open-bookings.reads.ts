import type { OpenBooking } from "@fuzhen/shared/personal-data/personal-data.schema.ts";
import { openBookings } from "../appointments/index.ts";
import { recordAccess } from "../audit/index.ts";
import { getPatients, requireOwnPatient } from "../patients/index.ts";
import { getSpecialists } from "../specialists/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";

type Booking = Awaited<ReturnType<typeof openBookings>>[number];

/** Bookings of the caller's own patients, as they are named before something ends them. */
async function presentOpen(ctx: Ctx, bookings: readonly Booking[]): Promise<OpenBooking[]> {
  const specialists = await getSpecialists(bookings.map(({ specialistId }) => specialistId));
  const patients = await getPatients(
    ctx,
    bookings.map(({ patientId }) => patientId),
  );
  return bookings.map((booking) => {
    const specialist = specialists.find(({ id }) => id === booking.specialistId);
    return {
      id: booking.id,
      start: booking.start.toISOString(),
      patientName: patients.find(({ id }) => id === booking.patientId)?.name ?? "",
      specialistName: specialist?.name ?? "",
      departmentName: specialist?.departmentName ?? "",
      underWay: booking.consultationStatus === "in-progress",
    };
  });
}

/** What of an own 就诊人 is open; `forbidden` for another's. */
export async function openBookingsOfPatient(
  ctx: Ctx,
  { patientId }: { patientId: string },
): Promise<{ bookings: OpenBooking[] }> {
  await requireOwnPatient(ctx, patientId, "read", "read-appointment");
  return { bookings: await presentOpen(ctx, await openBookings(ctx, { patientId })) };
}

/** What is open of all the account's 就诊人. */
export async function openBookingsOfAccount(ctx: Ctx): Promise<{ bookings: OpenBooking[] }> {
  const { userId } = actorOf(ctx);
  const open = await openBookings(ctx, { accountId: userId });
  await recordAccess(ctx, {
    patientIds: [...new Set(open.map(({ patientId }) => patientId))],
    entity: { type: "Account", id: userId },
    action: "list",
    purpose: "read-appointment",
    outcome: "allowed",
    data: { count: open.length },
  });
  return { bookings: await presentOpen(ctx, open) };
}
