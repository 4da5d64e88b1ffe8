import {
  appointmentStatuses,
  holdsSlot,
  type AppointmentStatus,
} from "@fuzhen/shared/appointments/appointment.rules.ts";
import { cellsOf, meet, placeBeside, type TimeSpan } from "@fuzhen/shared/schedules/claim.rules.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { BaseServices } from "../platform/context.ts";
import { dropCollection, dropIndex, insertMissing, rowsOf, type RawRow } from "../platform/raw-rows.ts";

/** A booking whose time is to come or under way. */
interface Booking extends TimeSpan {
  row: RawRow;
  specialist: string;
  person: string;
}
type Placed = Booking & { place: number; personPlace: number };

/**
 * Earlier releases kept bookings apart by their start alone. Each that is not over gets the claim of its time. Where two meet
 * already, both stay: the later one stands on a place that a session does not have, is named in the log and by `check-data`, and
 * holds its time like any other until the office moves it. A row it does not understand stops it before anything is written.
 */
export async function claimTimes({ now, log }: BaseServices): Promise<number> {
  const claims = place(await readBookings(now()));
  const meeting = claims.filter(({ place, personPlace }) => place > 0 || personPlace > 0);
  if (meeting.length > 0)
    log.warn({ appointments: meeting.map(({ row }) => String(row._id)) }, "bookings that meet others were kept");
  const rows = await insertMissing("claims", "holder", claims.map(claimOf));
  // What kept starts apart is kept by the claims.
  for (const name of ["slot_sold_once", "patient_once"]) await dropIndex("appointments", name);
  await dropCollection("booking_turns");
  return rows;
}

const isStatus = (value: unknown): value is AppointmentStatus => appointmentStatuses.some((status) => status === value);

async function readBookings(now: Date): Promise<Booking[]> {
  const people = new Map<string, string>();
  for await (const row of rowsOf("patients")) people.set(String(row._id), String(row.idNumberLookup));
  const bookings: Booking[] = [];
  const strange: string[] = [];
  for await (const row of rowsOf("appointments")) {
    const { status, start, end, specialistId } = row;
    const person = people.get(String(row.patientId));
    if (!isStatus(status) || !(start instanceof Date) || !(end instanceof Date)) strange.push(String(row._id));
    else if (!holdsSlot(status) || end <= now) continue;
    else if (person === undefined || !canBeHeld({ from: start, to: end })) strange.push(String(row._id));
    else bookings.push({ row, specialist: String(specialistId), person, from: start, to: end });
  }
  if (strange.length > 0) throw new Error(`appointments that no release made: ${strange.join(" ")}`);
  return bookings;
}

function canBeHeld(span: TimeSpan): boolean {
  try {
    return cellsOf(span).length > 0;
  } catch {
    return false;
  }
}

/** Gives everybody a place, in the order of the days and of who booked first. */
function place(bookings: readonly Booking[]): Placed[] {
  const placed: Placed[] = [];
  const bySpecialist = new Map<string, Placed[]>();
  const byPerson = new Map<string, Placed[]>();
  for (const booking of bookings) {
    const ofSpecialist = bySpecialist.get(booking.specialist) ?? [];
    const ofPerson = byPerson.get(booking.person) ?? [];
    const met = (others: readonly Placed[]) => others.filter((other) => meet(other, booking));
    const one = {
      ...booking,
      place: lowest(met(ofSpecialist).map((other) => other.place)),
      personPlace: lowest(met(ofPerson).map((other) => other.personPlace)),
    };
    placed.push(one);
    bySpecialist.set(booking.specialist, [...ofSpecialist, one]);
    byPerson.set(booking.person, [...ofPerson, one]);
  }
  return placed;
}

const lowest = (places: readonly number[]): number => placeBeside(places, Infinity) ?? 0;

const claimOf = ({ row, person, place, personPlace, from, to }: Placed) => ({
  holder: row._id,
  kind: "booking",
  specialistId: row.specialistId,
  place,
  capacity: 1,
  person,
  personPlace,
  from,
  to,
  cells: cellsOf({ from, to }),
  expiresAt: new Date(to.getTime() + DAY_MS),
});
