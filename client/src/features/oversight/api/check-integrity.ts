import { api } from "../../../lib/api/client.ts";

const LAST = 10_000;

/** Has the last rows of the chain checked now. */
export const checkIntegrity = () => api.oversight.verify({ last: LAST });
