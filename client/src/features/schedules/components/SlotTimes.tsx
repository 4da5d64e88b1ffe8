import type { FeePayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import type { Slot } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { useId } from "react";
import { feeTexts } from "../../../lib/fee.texts.ts";
import { sayFee } from "../../../lib/fee.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayClock } from "../../../lib/time.ts";
import { slotGroups } from "../slot-view.ts";
import { slotsTexts } from "../slots.texts.ts";
import styles from "./SlotTimes.module.css";

interface SlotTimesProps {
  slots: readonly Slot[];
  value: string | undefined;
  onChange: (start: string) => void;
  label: string;
  /** Of the specialist's hospital. */
  payment: FeePayment;
}

/**
 * The times of a day under 上午, 下午 and 晚上, with kind and fee of each group, which one day may change. Taken times stay, crossed out: the day keeps its shape.
 */
export function SlotTimes({ slots, value, onChange, label, payment }: SlotTimesProps) {
  const { brief } = useTexts(feeTexts);
  const texts = useTexts(slotsTexts);
  const language = useLanguage();
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles.groups}>
      {slotGroups(slots).map((group) => (
        <div key={group.slots[0]?.start} className={styles.group}>
          <p className={styles.heading}>
            <span>{texts.halfDays[group.half]}</span>
            <span className="quiet small">
              {texts.visitKinds[group.visitKind]} · <span className="num">{sayFee(group.feeCents, language)}</span>
              {group.feeCents > 0 && ` ${brief[payment.way]}`}
            </span>
          </p>
          <div className={styles.grid}>
            {group.slots.map((slot) => (
              <label key={slot.start} className={styles.slot}>
                <input
                  className="radio-over"
                  type="radio"
                  name={name}
                  value={slot.start}
                  checked={slot.start === value}
                  disabled={!slot.free}
                  aria-label={slot.free ? sayClock(slot.start) : `${sayClock(slot.start)} ${texts.taken}`}
                  onChange={() => onChange(slot.start)}
                />
                <span className={styles.face}>{sayClock(slot.start)}</span>
              </label>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
