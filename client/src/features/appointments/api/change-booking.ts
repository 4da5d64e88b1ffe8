import { api } from "../../../lib/api/client.ts";

export const cancelBooking = (input: { appointmentId: string; reason: string }) =>
  api.appointments.cancelBooking(input);

export const moveBooking = (input: { appointmentId: string; from: string; start: string }) =>
  api.appointments.moveBooking(input);

export const handOverBooking = (input: Parameters<typeof api.appointments.handOverBooking>[0]) =>
  api.appointments.handOverBooking(input);

/** Who of a department may see patients, with their earliest free time: the soonest first, who has none in two weeks last. */
export async function colleaguesIn(departmentId: string) {
  const { items, near } = await api.specialists.search({ departmentId, limit: 50 });
  if (near || items.length === 0) return [];
  const offers = await api.appointments.offers({ specialistIds: items.map(({ id }) => id) });
  const freeOf = new Map(offers.map(({ specialistId, nextFree }) => [specialistId, nextFree]));
  return items
    .map(({ id, name }) => ({ id, name, nextFree: freeOf.get(id) ?? null }))
    .toSorted((one, other) => (one.nextFree ?? "~").localeCompare(other.nextFree ?? "~"));
}

/** Free slots of a specialist in the two weeks from a day on. */
export const slotsToMoveTo = async (specialistId: string, from: string) =>
  (await api.appointments.slots({ specialistId, from, days: 14 }))
    .map(({ day, slots }) => ({ day, slots: slots.filter(({ free }) => free) }))
    .filter(({ slots }) => slots.length > 0);
