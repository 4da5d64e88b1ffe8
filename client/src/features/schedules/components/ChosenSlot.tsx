import type { FeePayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import type { Slot } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { sayFee, useSayPayment } from "../../../lib/fee.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { slotsTexts } from "../slots.texts.ts";

/** The choice in one line: when, how, and what it costs, said before anything is booked, and how it is paid (R3). */
export function ChosenSlot({ slot, payment }: { slot: Slot; payment: FeePayment | undefined }) {
  const sayPayment = useSayPayment();
  const texts = useTexts(slotsTexts);
  const language = useLanguage();
  return (
    <>
      <p className="row-between">
        <span>
          <span className="visually-hidden">{texts.chosen} </span>
          <strong>
            <Time at={slot.start} withDate />
          </strong>{" "}
          <span className="quiet small no-break">{texts.visitKinds[slot.visitKind]}</span>
        </span>
        <strong className="num no-break">
          <span className="visually-hidden">{texts.fee} </span>
          {sayFee(slot.feeCents, language)}
        </strong>
      </p>
      {slot.feeCents > 0 && payment && <p className="small quiet">{sayPayment(payment)}</p>}
    </>
  );
}
