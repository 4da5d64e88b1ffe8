import type { FeePayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import type { SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import type { ReactNode } from "react";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayDay, sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { DayStrip } from "../../../ui/mobile/DayStrip.tsx";
import { EmptyState } from "../../../ui/shared/States.tsx";
import type { SlotChoiceState } from "../hooks/use-slot-choice.ts";
import { clockDiffers, outlook, stripDays } from "../slot-view.ts";
import { slotsTexts } from "../slots.texts.ts";
import styles from "./SlotPicker.module.css";
import { SlotTimes } from "./SlotTimes.tsx";

interface SlotPickerProps {
  days: readonly SlotDay[];
  choice: SlotChoiceState;
  payment: FeePayment;
  /** Shown when two weeks have nothing free: a link to other specialists. */
  elsewhere: ReactNode;
}

/** Days in a strip, the chosen day's times below, and plain words for all that cannot be had. */
export function SlotPicker({ days, choice, payment, elsewhere }: SlotPickerProps) {
  const texts = useTexts(slotsTexts);
  const language = useLanguage();
  const now = useNow();
  const view = outlook(days);
  const shown = days.find(({ day }) => day === choice.day);
  const phoneZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className="stack">
      <div aria-live="polite" className={styles.live}>
        {choice.gone && <Gone gone={choice.gone} now={now} />}
      </div>
      {view === "nothing" ? (
        <EmptyState action={elsewhere}>{texts.nothing}</EmptyState>
      ) : (
        <>
          {clockDiffers(now, phoneZone) && <p className="small">{texts.beijingTime}</p>}
          <DayStrip days={stripDays(days, texts.days)} value={choice.day} onChange={choice.chooseDay} />
          {view === "full" && <p className="quiet">{texts.allTaken}</p>}
          {view === "open" && shown?.reason === "full" && <p className="quiet">{texts.dayFull}</p>}
          {shown && (
            <SlotTimes
              slots={shown.slots}
              payment={payment}
              value={choice.slot?.start}
              onChange={choice.chooseStart}
              label={texts.timesOf(sayDay(shown.day, now, language))}
            />
          )}
        </>
      )}
    </div>
  );
}

function Gone({ gone, now }: { gone: NonNullable<SlotChoiceState["gone"]>; now: Date }) {
  const texts = useTexts(slotsTexts);
  const moment = sayMoment(gone.start, now, useLanguage());
  return <Notice tone="attention">{gone.refused ? texts.justTakenKept(moment) : texts.justTaken(moment)}</Notice>;
}
