import { DAY_MS } from "../time.ts";

/** Why a record may be opened in an emergency (R13, 医师法 Art. 27); the words of the case stand beside it. */
export const breakGlassReasons = ["resuscitation", "unconscious", "deterioration", "unreachable"] as const;
export type BreakGlassReason = (typeof breakGlassReasons)[number];

export const verdicts = ["justified", "not-justified"] as const;
export type Verdict = (typeof verdicts)[number];

/** However long an organisation allows, an emergency is over after a day. */
export const BREAK_GLASS_HOURS_MOST = 24;
/** Days after which an opening nobody has reviewed is marked as overdue. */
export const REVIEW_DAYS = 3;

/** How long whoever opened a record without justification cannot open it again (R64); a colleague can. */
export const REOPEN_AFTER_MS = DAY_MS;

/** When the access of an opening ends: hours as the organisation has set them, never more than a day. */
export const breakGlassUntil = (from: Date, hours: number): Date =>
  new Date(from.getTime() + Math.min(hours, BREAK_GLASS_HOURS_MOST) * 3_600_000);

export const isOverdue = (openedAt: Date, now: Date): boolean =>
  now.getTime() - openedAt.getTime() > REVIEW_DAYS * DAY_MS;

/** Days after the visit an organisation may let its specialists see a patient, at most. */
export const CARE_ACCESS_DAYS_MOST = 365;
