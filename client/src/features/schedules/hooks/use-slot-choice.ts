import type { Slot, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { untyped, useDraft } from "../../../lib/draft.ts";
import { dayKey } from "../../../lib/time.ts";
import { findSlot, firstDay } from "../slot-view.ts";

export interface SlotChoiceState {
  day: string | undefined;
  /** The chosen slot while it is free. */
  slot: Slot | undefined;
  /** The chosen start, if it is gone by now. `refused`: that turned out only when booking. */
  gone: { start: string; refused: boolean } | undefined;
  chooseDay: (day: string) => void;
  chooseStart: (start: string) => void;
  /** The server refused this start: said plainly on the way back to the times. */
  markRefused: (start: string) => void;
  clear: () => void;
}

/** The day and time somebody is choosing; outlives a reload and the way to the form and back. */
export function useSlotChoice(specialistId: string, days: readonly SlotDay[] | undefined, now: Date): SlotChoiceState {
  const { draft, change, clear } = useDraft(untyped(`slot-choice.${specialistId}`), {
    day: "",
    start: "",
    refused: false,
  });
  const found = days && draft.start !== "" ? findSlot(days, draft.start) : undefined;
  const isOver = draft.start === "" || new Date(draft.start) <= now;
  const isGone = !isOver && days !== undefined && (draft.refused || !found?.free);
  const dayIsShown = days?.some(({ day, slots }) => day === draft.day && slots.length > 0) ?? false;
  return {
    day: dayIsShown ? draft.day : days && firstDay(days),
    slot: found?.free === true && !isGone ? found : undefined,
    gone: isGone ? { start: draft.start, refused: draft.refused } : undefined,
    // Looking at another day keeps the chosen time until another is chosen.
    chooseDay: (day) => change({ day }),
    chooseStart: (start) => change({ start, day: dayKey(start), refused: false }),
    markRefused: (start) => change({ start, day: dayKey(start), refused: true }),
    clear,
  };
}
