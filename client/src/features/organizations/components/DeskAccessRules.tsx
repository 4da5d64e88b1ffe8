import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form } from "antd";
import { BREAK_GLASS_HOURS_MOST, CARE_ACCESS_DAYS_MOST } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { AccessRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { formManners } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { keepRefusals } from "../../../ui/desk/forms/refusals.ts";
import { wholeNumber } from "../../../ui/desk/forms/field-checks.ts";
import { NumberField } from "../../../ui/desk/NumberField.tsx";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { useAskFirst } from "../../../ui/desk/use-ask-first.ts";
import { KeptWords } from "../../../ui/desk/forms/KeptWords.tsx";
import { useDraft } from "../../../lib/draft.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { accessRulesQuery, endingWith, setAccessRules } from "../api/access-rules.ts";
import { accessRulesTexts } from "../access-rules.texts.ts";

/** Two numbers with what a change of each does. */
export function DeskAccessRules() {
  const { data, error, refetch } = useQuery(accessRulesQuery);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={2} />;
  return <RulesForm rules={data} />;
}

function RulesForm({ rules }: { rules: AccessRules }) {
  const texts = useTexts(accessRulesTexts);
  const errorText = useErrorText();
  const { message } = App.useApp();
  const askFirst = useAskFirst();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<AccessRules>();
  const { draft, change, clear, kept } = useDraft("access-rules", rules);
  const sending = useDeskSend(
    setAccessRules,
    (saved) => {
      clear();
      queryClient.setQueryData(accessRulesQuery.queryKey, saved);
      void message.success(texts.saved);
    },
    form,
  );
  const rulesFor = useFieldRules();
  // Fewer days close records at once: said with their number before it is done.
  const submit = async (values: AccessRules) => {
    if (values.careAccessDays >= rules.careAccessDays) {
      sending.mutate(values);
      return;
    }
    try {
      const { patients, specialists, more } = await endingWith(values.careAccessDays);
      askFirst({
        title: texts.shorterTitle(values.careAccessDays),
        content: texts.shorter(patients, specialists, more),
        okText: texts.shorten,
        onOk: () => sending.mutate(values),
      });
    } catch (fault) {
      void message.error(errorText(fault));
    }
  };
  return (
    <Form
      form={form}
      {...formManners}
      onFieldsChange={(changed) => keepRefusals(form, changed)}
      initialValues={draft}
      onValuesChange={change}
      onFinish={(values) => void submit(values)}
    >
      <KeptWords kept={kept} />
      <Form.Item
        name="careAccessDays"
        label={texts.careAccessDays}
        extra={texts.careAccessHint}
        rules={rulesFor(wholeNumber(0, CARE_ACCESS_DAYS_MOST, "care_access_days"))}
      >
        <NumberField suffix={texts.days} />
      </Form.Item>
      <Form.Item
        name="breakGlassHours"
        label={texts.breakGlassHours}
        extra={texts.breakGlassHint}
        rules={rulesFor(wholeNumber(1, BREAK_GLASS_HOURS_MOST, "break_glass_hours"))}
      >
        <NumberField suffix={texts.hours} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={sending.isPending}>
        {texts.save}
      </Button>
    </Form>
  );
}
