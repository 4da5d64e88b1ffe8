import { api } from "../../../lib/api/client.ts";

export const checkIn = (appointmentId: string) => api.appointments.checkIn({ appointmentId });
