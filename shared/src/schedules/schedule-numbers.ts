import type { FieldError } from "../errors.ts";

/** Minutes a slot may last, and what it may cost (分). */
export const slotMinuteLimits = { least: 5, most: 120 };
export const FEE_MOST_CENTS = 10_000_00;
/** How many patients one time of a session may take. */
export const capacityLimits = { least: 1, most: 20 };

/** Numbers of a session that cannot be, such as a fee of −5: said where they were typed, and never changed in silence. */
export function numberFaults(session: { slotMinutes: number; feeCents: number; capacity: number }): FieldError[] {
  const { slotMinutes, feeCents, capacity } = session;
  const within = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  return [
    ...(within(slotMinutes, slotMinuteLimits.least, slotMinuteLimits.most)
      ? []
      : [{ path: "slotMinutes", code: "slot_minutes" }]),
    ...(within(feeCents, 0, FEE_MOST_CENTS) ? [] : [{ path: "feeCents", code: "fee" }]),
    ...(within(capacity, capacityLimits.least, capacityLimits.most)
      ? []
      : [{ path: "capacity", code: "slot_capacity" }]),
  ];
}
