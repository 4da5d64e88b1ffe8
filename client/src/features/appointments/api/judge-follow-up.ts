import { api } from "../../../lib/api/client.ts";

export const judgeFollowUp = (input: { appointmentId: string; decision: "accepted" | "declined"; reason?: string }) =>
  api.appointments.judge(input);
