import { api } from "../../../lib/api/client.ts";

/** 补充报告: one that is attached already is harmless. */
export const supplementReports = (input: { appointmentId: string; reportIds: string[] }) =>
  api.appointments.supplement(input);
