import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useLanguage, useTexts } from "../../../../lib/i18n/define.ts";
import { sayMoment } from "../../../../lib/time.ts";
import { useNow } from "../../../../lib/use-now.ts";
import { ButtonLink } from "../../../../ui/shared/Button.tsx";
import { Notice } from "../../../../ui/shared/Card.tsx";
import { bookingTexts } from "../../booking.texts.ts";

/** Says which visit of the person overlaps with the time that is being booked. */
export function MeetingVisit({ visit }: { visit: Appointment }) {
  const texts = useTexts(bookingTexts);
  const language = useLanguage();
  const now = useNow();
  return (
    <Notice tone="attention">
      <p>{texts.meets(visit.patient.name, sayMoment(visit.start, now, language), visit.specialist.name)}</p>
      <ButtonLink kind="text" to={`/appointments/${visit.id}`}>
        {texts.toMeeting}
      </ButtonLink>
    </Notice>
  );
}
