import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarDays } from "lucide-react";
import { myAppointmentsQuery } from "../../../features/appointments/api/my-appointments.ts";
import { appointmentTexts } from "../../../features/appointments/appointments.texts.ts";
import { AppointmentSection } from "../../../features/appointments/components/AppointmentSection.tsx";
import { useTexts } from "../../../lib/i18n/define.ts";
import { ButtonLink } from "../../../ui/shared/Button.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { EmptyState } from "../../../ui/shared/States.tsx";

export default function Appointments() {
  const texts = useTexts(appointmentTexts);
  const upcoming = useInfiniteQuery(myAppointmentsQuery("upcoming"));
  const past = useInfiniteQuery(myAppointmentsQuery("past"));
  const noneAtAll = [upcoming, past].every(
    (list) => list.isSuccess && list.data.pages.every((page) => page.items.length === 0),
  );
  const find = (
    <ButtonLink to="/booking" kind={noneAtAll ? "primary" : "secondary"}>
      {texts.findSpecialist}
    </ButtonLink>
  );
  return (
    <Page title={texts.mine} back="/booking">
      {noneAtAll ? (
        <EmptyState icon={<CalendarDays aria-hidden size={40} />} action={find}>
          {texts.empty}
        </EmptyState>
      ) : (
        <>
          <AppointmentSection scope="upcoming" empty={<EmptyState action={find}>{texts.nothingUpcoming}</EmptyState>} />
          <AppointmentSection scope="past" empty={null} />
        </>
      )}
    </Page>
  );
}
