import { api } from "../../../lib/api/client.ts";

/** Signs exactly the version the specialist has before their eyes and ends the visit. */
export const signNote = (input: { consultationId: string; expectedVersion: number }) => api.encounters.signNote(input);
