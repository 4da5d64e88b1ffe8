import { useEffect, useId, useRef } from "react";
import { useLanguage, useTexts } from "../../lib/i18n/define.ts";
import { sayDate, sayDay, sayWeekday, type DayKey } from "../../lib/time.ts";
import { useNow } from "../../lib/use-now.ts";
import { cx } from "../shared/cx.ts";
import { dayStripTexts } from "./day-strip.texts.ts";
import styles from "./DayStrip.module.css";

export interface StripDay {
  day: DayKey;
  /** The word under the date: 余 3, 约满, 停诊, 休息. */
  note: string;
  /** open: can be booked. full: can be chosen (to wait for a free one). closed: cannot. */
  state: "open" | "full" | "closed";
}

interface DayStripProps {
  days: readonly StripDay[];
  value: DayKey | undefined;
  onChange: (day: DayKey) => void;
  label?: string;
}

/** The days of a booking in one row that is pushed aside by the finger; each day says in a word why it is as it is. */
export function DayStrip({ days, value, onChange, label }: DayStripProps) {
  const texts = useTexts(dayStripTexts);
  const language = useLanguage();
  const now = useNow(60_000);
  const group = useId();
  const strip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (value === undefined) return;
    const chosen = strip.current?.querySelector(`[value="${value}"]`)?.parentElement;
    chosen?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [value]);

  return (
    <div ref={strip} role="radiogroup" aria-label={label ?? texts.label} className={styles.strip} tabIndex={-1}>
      {days.map(({ day, note, state }) => {
        const said = sayDay(day, now, language);
        const date = sayDate(day, now, language);
        const near = said !== date && !said.startsWith("下") && !said.startsWith("Next");
        return (
          <label key={day} className={cx(styles.day, styles[state])}>
            <input
              className="radio-over"
              type="radio"
              name={group}
              value={day}
              checked={day === value}
              disabled={state === "closed"}
              aria-label={`${said === date ? sayWeekday(day, language) : said} ${date} ${note}`}
              onChange={() => onChange(day)}
            />
            <span className={styles.face}>
              <span className={styles.word}>{near ? said : sayWeekday(day, language)}</span>
              <span className={styles.number}>{Number(day.slice(8))}</span>
              <span className={styles.note}>{note}</span>
            </span>
          </label>
        );
      })}
    </div>
  );
}
