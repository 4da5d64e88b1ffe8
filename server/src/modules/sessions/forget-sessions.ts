import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Job } from "../module.ts";
import { deleteSessionsEndedBefore } from "./session.repo.ts";

/** Sessions are kept for a month after their end, so that ending one again is known for what it is. */
const KEPT_MS = 30 * DAY_MS;

/** By the house's clock, as all that is said of sessions; an expiring index would go by the database's. */
export const forgetSessionsJob: Job = {
  name: "sessions:forget",
  every: "23 3 * * *",
  run: ({ now }) => deleteSessionsEndedBefore(new Date(now().getTime() - KEPT_MS)),
};
