import { useEffect } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useLanguage, useTexts } from "../../lib/i18n/define.ts";
import { sayDate, sayDay, sayWeekday, type DayKey } from "../../lib/time.ts";
import { useNow } from "../../lib/use-now.ts";
import { cx } from "../cx.ts";
import { useRovingRadios } from "./use-roving.ts";
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
  const texts = useTexts(commonTexts);
  const language = useLanguage();
  const now = useNow(60_000);
  const { ref, onKeyDown } = useRovingRadios<HTMLDivElement>();
  const tabStop = value ?? days.find(({ state }) => state !== "closed")?.day;

  useEffect(() => {
    ref.current?.querySelector('[aria-checked="true"]')?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [ref, value]);

  return (
    <div
      ref={ref}
      role="radiogroup"
      aria-label={label ?? texts.days.label}
      className={styles.strip}
      onKeyDown={onKeyDown}
    >
      {days.map(({ day, note, state }) => {
        const said = sayDay(day, now, language);
        const date = sayDate(day, now, language);
        const near = said !== date && !said.startsWith("下") && !said.startsWith("Next");
        return (
          <button
            key={day}
            type="button"
            role="radio"
            aria-checked={day === value}
            aria-label={`${said === date ? sayWeekday(day, language) : said} ${date} ${note}`}
            tabIndex={day === tabStop ? 0 : -1}
            disabled={state === "closed"}
            className={cx(styles.day, styles[state])}
            onClick={() => onChange(day)}
          >
            <span className={styles.word}>{near ? said : sayWeekday(day, language)}</span>
            <span className={styles.number}>{Number(day.slice(8))}</span>
            <span className={styles.note}>{note}</span>
          </button>
        );
      })}
    </div>
  );
}
