import { bookingRulesTexts } from "../../../features/organizations/booking-rules.texts.ts";
import { DeskBookingRules } from "../../../features/organizations/components/DeskBookingRules.tsx";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

export default function BookingRulesPage() {
  const texts = useTexts(bookingRulesTexts);
  return (
    <DeskPage title={texts.title}>
      <p className="quiet">{texts.lead}</p>
      <DeskBookingRules />
    </DeskPage>
  );
}
