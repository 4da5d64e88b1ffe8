import { useId } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { freeTimes, type FreeTime } from "../free-time.ts";
import { specialistFinderTexts } from "../specialist-finder.texts.ts";
import styles from "./FreeTimeChooser.module.css";

interface FreeTimeChooserProps {
  value: FreeTime;
  onChange: (value: FreeTime) => void;
}

/** By which free times doctors are listed: one group of native radios, so that the arrow keys walk them. */
export function FreeTimeChooser({ value, onChange }: FreeTimeChooserProps) {
  const { freeTime } = useTexts(specialistFinderTexts);
  const group = useId();
  return (
    <div role="radiogroup" aria-label={freeTime.label} className={styles.group}>
      {freeTimes.map((one) => (
        <label key={one} className={styles.choice}>
          <input
            className="radio-over"
            type="radio"
            name={group}
            value={one}
            checked={one === value}
            onChange={() => onChange(one)}
          />
          <span className={styles.face}>{freeTime[one]}</span>
        </label>
      ))}
    </div>
  );
}
