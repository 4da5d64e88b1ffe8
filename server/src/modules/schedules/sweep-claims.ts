import type { Services } from "../../platform/context.ts";
import type { Job } from "../module.ts";
import { deleteExpired } from "./claim.repo.ts";

/**
 * Removes claims that hold nothing any more, by the clock they were made with; a clock of the database's own could be another
 * and set free what is booked.
 */
export const sweepClaimsJob: Job = {
  name: "schedules:claims-swept",
  every: "17 * * * *",
  run: async ({ now }: Services) => deleteExpired(now()),
};
