import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form } from "antd";
import { bookingCountLimits } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { BookingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { formManners } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { KeptWords } from "../../../ui/desk/forms/KeptWords.tsx";
import { keepRefusals } from "../../../ui/desk/forms/refusals.ts";
import { wholeNumber } from "../../../ui/desk/forms/field-checks.ts";
import { NumberField } from "../../../ui/desk/NumberField.tsx";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { bookingRulesQuery, setBookingRules } from "../api/booking-rules.ts";
import { bookingRulesTexts } from "../booking-rules.texts.ts";

/** From the narrowest to the widest. */
const names = [
  "bookingsPerSpecialistDay",
  "bookingsPerDepartmentDay",
  "bookingsPerPerson",
  "bookingsPerAccount",
] as const satisfies (keyof BookingRules)[];

/** How much one person, and one account, may book at a time. */
export function DeskBookingRules() {
  const { data, error, refetch } = useQuery(bookingRulesQuery);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={4} />;
  return <RulesForm rules={data} />;
}

function RulesForm({ rules }: { rules: BookingRules }) {
  const texts = useTexts(bookingRulesTexts);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<BookingRules>();
  const { draft, change, clear, kept } = useDraft("booking-rules", rules);
  const sending = useDeskSend(
    setBookingRules,
    (saved) => {
      clear();
      queryClient.setQueryData(bookingRulesQuery.queryKey, saved);
      void message.success(texts.saved);
    },
    form,
  );
  const rulesFor = useFieldRules();
  const { least, most } = bookingCountLimits;
  return (
    <Form
      form={form}
      {...formManners}
      onFieldsChange={(changed) => keepRefusals(form, changed)}
      initialValues={draft}
      onValuesChange={change}
      onFinish={(values) => sending.mutate(values)}
    >
      <KeptWords kept={kept} />
      {names.map((name) => (
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
      <Button type="primary" htmlType="submit" loading={sending.isPending}>
        {texts.save}
      </Button>
    </Form>
  );
}
