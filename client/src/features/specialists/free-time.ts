import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { serverNow } from "../../lib/server-clock.ts";

/** All doctors; those with a free time, the soonest first; those with one within three days, today included. */
export const freeTimes = ["any", "soonest", "three-days"] as const;
export type FreeTime = (typeof freeTimes)[number];

export const isFreeTime = (value: string | null): value is FreeTime => freeTimes.some((one) => one === value);

/** What the server is asked for it. */
export function askedFor(freeTime: FreeTime): { sort?: "nextFree"; freeBy?: string } {
  if (freeTime === "any") return {};
  return freeTime === "soonest" ? { sort: "nextFree" } : { freeBy: addDays(dayOf(new Date(serverNow())), 2) };
}
