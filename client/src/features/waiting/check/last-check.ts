import { dayOf } from "@fuzhen/shared/time.ts";
import type { WaitingDevice } from "@fuzhen/shared/waiting/waiting.schema.ts";
import { serverNow } from "../../../lib/server-clock.ts";

export const checkParts = ["camera", "microphone", "speaker", "line"] as const;
export type CheckPart = (typeof checkParts)[number];
export type Verdict = WaitingDevice["camera"];
/** What the device check found on this device, of which a part counts for the day on which it was tried. */
type Stored = Partial<Record<CheckPart, { day: string; verdict: Verdict }>>;

const KEY = "fuzhen.device-check";

function read(): Stored {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Stored;
  } catch {
    return {};
  }
}

/** Notes what a part of the check has found today. */
export function noteCheck(part: CheckPart, verdict: Verdict): void {
  const stored = { ...read(), [part]: { day: dayOf(new Date(serverNow())), verdict } };
  try {
    localStorage.setItem(KEY, JSON.stringify(stored));
  } catch {
    // Storage is refused: then the check is offered again.
  }
}

const today = (part: CheckPart): Verdict => {
  const found = read()[part];
  return found?.day === dayOf(new Date(serverNow())) ? found.verdict : "untried";
};

/** For the specialist: whether camera and microphone worked on this device today. */
export const lastCheck = (): Pick<WaitingDevice, "camera" | "microphone"> => ({
  camera: today("camera"),
  microphone: today("microphone"),
});

/** What is still to try on this device today: all that was not tried, or did not work. */
export const leftToCheck = (): CheckPart[] => checkParts.filter((part) => today(part) !== "works");

/** Something about this part has changed, such as a camera that was unplugged: it is to be tried again. */
export function forgetCheck(part: CheckPart): void {
  if (today(part) !== "untried") noteCheck(part, "untried");
}
