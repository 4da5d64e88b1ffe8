import { api } from "../../../lib/api/client.ts";

/** Takes a refusal back. */
export const restoreAppointment = (appointmentId: string) => api.appointments.restore({ appointmentId });
