import type { Offer } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { sayFee } from "../../../lib/fee.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { Skeleton } from "../../../ui/shared/States.tsx";
import { slotsTexts } from "../slots.texts.ts";

/** Earliest free time and fee of one search result; its place is kept while it is asked for. */
export function OfferLine({ offer, loading }: { offer: Offer | undefined; loading: boolean }) {
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
        <span className="num no-break">
          {offer.feeFromCents === 0 ? sayFee(0, language) : texts.from(sayFee(offer.feeFromCents, language))}
        </span>
      )}
    </span>
  );
}
