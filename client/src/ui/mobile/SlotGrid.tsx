import { useId } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { sayClock, type Instant } from "../../lib/time.ts";
import styles from "./SlotGrid.module.css";

export interface SlotChoice {
  /** What `onChange` gives back. */
  id: string;
  startsAt: Instant;
  available: boolean;
}

interface SlotGridProps {
  slots: readonly SlotChoice[];
  value: string | undefined;
  onChange: (id: string) => void;
  label: string;
}

/** Free times as plain times, morning and afternoon apart. Taken ones stay, crossed out: the day keeps its shape. */
export function SlotGrid({ slots, value, onChange, label }: SlotGridProps) {
  const texts = useTexts(commonTexts);
  const group = useId();
  if (slots.length === 0) return <p className="quiet">{texts.days.noSlots}</p>;

  const halves = (["am", "pm"] as const).map((half) => ({
    half,
    times: slots
      .map((slot) => ({ ...slot, clock: sayClock(slot.startsAt) }))
      .filter(({ clock }) => clock < "12:00" === (half === "am")),
  }));

  return (
    <div role="radiogroup" aria-label={label} className={styles.halves} tabIndex={-1}>
      {halves.map(({ half, times }) =>
        times.length === 0 ? undefined : (
          <div key={half} className={styles.half}>
            <span className={styles.heading}>{texts.days[half]}</span>
            <div className={styles.grid}>
              {times.map(({ id, clock, available }) => (
                <label key={id} className={styles.slot}>
                  <input
                    type="radio"
                    name={group}
                    value={id}
                    checked={id === value}
                    disabled={!available}
                    onChange={() => onChange(id)}
                  />
                  <span className={styles.face}>{clock}</span>
                </label>
              ))}
            </div>
          </div>
        ),
      )}
    </div>
  );
}
