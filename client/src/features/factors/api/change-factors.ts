import { api } from "../../../lib/api/client.ts";

export const removeFactor = (input: { factorId: string }) => api.factors.removeFactor(input);

/** The old ones are void from then on. */
export const newRecoveryCodes = () => api.factors.newRecoveryCodes();
