import { api } from "../../../lib/api/client.ts";

export const publishSpecialist = (input: { specialistId: string; published: boolean }) =>
  api.specialists.publish(input);
