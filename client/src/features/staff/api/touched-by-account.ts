import { api } from "../../../lib/api/client.ts";

export const touchedByAccount = (userId: string) => api.appointments.touchedByAccount({ userId });
