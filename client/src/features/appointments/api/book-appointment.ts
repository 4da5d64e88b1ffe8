import type { BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Books the slot; the same requestKey again answers the first booking. */
export const bookAppointment = (input: BookAppointmentInput) => api.appointments.book(input);
