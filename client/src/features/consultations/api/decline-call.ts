import { api } from "../../../lib/api/client.ts";

/** Turns one call down for all devices of this person; harmless when it is over. */
export const declineCall = (call: { consultationId: string; callId: string }) => api.consultations.decline(call);
