import { Form } from "antd";
import { bookingCountLimits } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { BookingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { wholeNumber } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { NumberField } from "../../../ui/desk/NumberField.tsx";
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
  const rulesFor = useFieldRules();
  const { least, most } = bookingCountLimits;
  return (
    <DeskRules
      name="booking-rules"
      query={bookingRulesQuery}
      set={setBookingRules}
      texts={texts}
      fields={names.map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={texts[name]}
          extra={texts[`${name}Hint`]}
          rules={rulesFor(wholeNumber(least, most, "booking_count"))}
        >
          <NumberField suffix={texts.times} />
        </Form.Item>
      ))}
    />
  );
}
