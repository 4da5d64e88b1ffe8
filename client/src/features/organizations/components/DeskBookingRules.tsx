import { bookingCountLimits } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { BookingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { NumberItem } from "../../../ui/desk/forms/NumberItem.tsx";
import { bookingRulesQuery, setBookingRules } from "../api/booking-rules.ts";
import { bookingRulesTexts } from "../booking-rules.texts.ts";
import { DeskRules } from "./DeskRules.tsx";

/** From the narrowest to the widest. */
const names = [
  "bookingsPerSpecialistDay",
  "bookingsPerDepartmentDay",
  "bookingsPerPerson",
  "bookingsPerAccount",
] as const satisfies (keyof BookingRules)[];

/** How much one person, and one account, may book at a time. */
export function DeskBookingRules() {
  const texts = useTexts(bookingRulesTexts);
  return (
    <DeskRules
      name="booking-rules"
      query={bookingRulesQuery}
      set={setBookingRules}
      texts={texts}
      fields={names.map((name) => (
        <NumberItem
          key={name}
          name={name}
          label={texts[name]}
          hint={texts[`${name}Hint`]}
          limits={{ ...bookingCountLimits, code: "booking_count" }}
          suffix={texts.times}
        />
      ))}
    />
  );
}
