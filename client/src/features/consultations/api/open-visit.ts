import { api } from "../../../lib/api/client.ts";

/** Opens the visit of an accepted appointment; again answers the same visit. */
export const openVisit = (appointmentId: string) => api.consultations.open({ appointmentId });
