import type { OpenBooking } from "@fuzhen/shared/personal-data/personal-data.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { personalDataTexts } from "../personal-data.texts.ts";

/** Bookings named one by one: whose, when, with whom. */
export function OpenBookingList({ bookings }: { bookings: readonly OpenBooking[] }) {
  const texts = useTexts(personalDataTexts);
  return (
    <List>
      {bookings.map((booking) => (
        <ListItem
          key={booking.id}
          title={<Time at={booking.start} withDate />}
          detail={`${booking.patientName} · ${texts.withDoctor(booking.specialistName, booking.departmentName)}`}
          trailing={booking.underWay && <StatusTag tone="attention">{texts.underWay}</StatusTag>}
        />
      ))}
    </List>
  );
}
