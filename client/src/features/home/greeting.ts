import { sayClock, type Instant } from "../../lib/time.ts";

export type Greeting = "morning" | "noon" | "afternoon" | "evening";

/** By the hospital's clock. */
export function greetingAt(now: Instant): Greeting {
  const clock = sayClock(now);
  if (clock >= "04:00" && clock < "11:30") return "morning";
  if (clock >= "11:30" && clock < "13:30") return "noon";
  return clock >= "13:30" && clock < "18:00" ? "afternoon" : "evening";
}
