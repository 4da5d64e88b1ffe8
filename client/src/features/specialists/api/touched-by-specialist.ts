import { api } from "../../../lib/api/client.ts";

export const touchedBySpecialist = (specialistId: string) =>
  api.appointments.touchedBySpecialist({ specialistId, week: null });
