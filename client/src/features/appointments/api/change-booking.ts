import { api } from "../../../lib/api/client.ts";

export const cancelBooking = (input: { appointmentId: string; reason: string }) =>
  api.appointments.cancelBooking(input);

export const moveBooking = (input: { appointmentId: string; from: string; start: string }) =>
  api.appointments.moveBooking(input);

/** Free slots of a specialist in the two weeks from a day on. */
export const slotsToMoveTo = async (specialistId: string, from: string) =>
  (await api.appointments.slots({ specialistId, from, days: 14 }))
    .map(({ day, slots }) => ({ day, slots: slots.filter(({ free }) => free) }))
    .filter(({ slots }) => slots.length > 0);
