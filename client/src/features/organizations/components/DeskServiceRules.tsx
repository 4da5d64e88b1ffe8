import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { questionHoursLimits } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { ServiceRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { formManners } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { publicPhone, wholeNumber } from "../../../ui/desk/forms/field-checks.ts";
import { keepRefusals } from "../../../ui/desk/forms/refusals.ts";
import { NumberField } from "../../../ui/desk/NumberField.tsx";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { serviceRulesQuery, setServiceRules } from "../api/service-rules.ts";
import { serviceRulesTexts } from "../service-rules.texts.ts";

/** What the hospital promises its patients. */
export function DeskServiceRules() {
  const { data, error, refetch } = useQuery(serviceRulesQuery);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={2} />;
  return <RulesForm rules={data} />;
}

function RulesForm({ rules }: { rules: ServiceRules }) {
  const texts = useTexts(serviceRulesTexts);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<ServiceRules>();
  const sending = useDeskSend(
    setServiceRules,
    (saved) => {
      queryClient.setQueryData(serviceRulesQuery.queryKey, saved);
      void message.success(texts.saved);
    },
    form,
  );
  const rulesFor = useFieldRules();
  const { least, most } = questionHoursLimits;
  return (
    <Form
      form={form}
      {...formManners}
      onFieldsChange={(changed) => keepRefusals(form, changed)}
      initialValues={rules}
      onFinish={(values) => sending.mutate(values)}
    >
      <Form.Item
        name="questionHours"
        label={texts.questionHours}
        extra={texts.questionHoursHint}
        rules={rulesFor(wholeNumber(least, most, "question_hours"))}
      >
        <NumberField suffix={texts.hours} />
      </Form.Item>
      <Form.Item
        name="complaintPhone"
        label={texts.complaintPhone}
        extra={texts.complaintPhoneHint}
        rules={rulesFor(publicPhone)}
      >
        <Input type="tel" autoComplete="off" style={{ maxWidth: 320 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={sending.isPending}>
        {texts.save}
      </Button>
    </Form>
  );
}
