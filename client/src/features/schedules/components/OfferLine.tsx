import type { FeePayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import type { Offer } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { feeTexts } from "../../../lib/fee.texts.ts";
import { sayFee } from "../../../lib/fee.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { Skeleton } from "../../../ui/shared/States.tsx";
import { slotsTexts } from "../slots.texts.ts";
import styles from "./OfferLine.module.css";

interface Props {
  offer: Offer | undefined;
  loading: boolean;
  /** Of the specialist's hospital. */
  payment: FeePayment;
}

/** Earliest free time, fee and when that is paid, of one search result; its place is kept while it is asked for. */
export function OfferLine({ offer, loading, payment }: Props) {
  const { brief } = useTexts(feeTexts);
  const texts = useTexts(slotsTexts);
  const language = useLanguage();
  if (loading) return <Skeleton shape="short" />;
  if (!offer) return null;
  return (
    <span className="row-between">
      {offer.nextFree === null ? (
        <span className="quiet">{texts.noneSoon}</span>
      ) : (
        <span>
          <span className="quiet">{texts.earliest} </span>
          <Time at={offer.nextFree} />
        </span>
      )}
      {offer.feeFromCents !== null && (
        // Large letters leave no room for both in one line.
        <span className={styles.fee}>
          <span className="num no-break">
            {offer.feeFromCents === 0 ? sayFee(0, language) : texts.from(sayFee(offer.feeFromCents, language))}
          </span>
          {offer.feeFromCents > 0 && <span className="quiet small"> {brief[payment.way]}</span>}
        </span>
      )}
    </span>
  );
}
