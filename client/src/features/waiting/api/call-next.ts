import type { NextInput } from "@fuzhen/shared/waiting/waiting.schema.ts";
import { api } from "../../../lib/api/client.ts";

export const callNext = (input: NextInput) => api.waiting.next(input);
export const putBack = (appointmentId: string) => api.waiting.putBack({ appointmentId });
export const passOver = (appointmentId: string) => api.waiting.passOver({ appointmentId });
