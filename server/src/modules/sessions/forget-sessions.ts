import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Job } from "../module.ts";
import { deleteSessionsEndedBefore } from "./session.repo.ts";

/** Ended sessions are kept for a month, so that ending one again is recognised. */
const KEPT_MS = 30 * DAY_MS;

/**
 * A job instead of an expiring index, because sessions go by the server's clock and the index would go by the
 * database's.
 */
export const forgetSessionsJob: Job = {
  name: "sessions:forget",
  every: "23 3 * * *",
  run: ({ now }) => deleteSessionsEndedBefore(new Date(now().getTime() - KEPT_MS)),
};
