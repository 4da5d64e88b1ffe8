import { api } from "../../../lib/api/client.ts";

export const cancelAppointment = (input: { appointmentId: string; reason: string }) => api.appointments.cancel(input);
