import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, InputNumber } from "antd";
import type { AccessRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { formManners } from "../../../ui/desk/DeskFormModal.tsx";
import { useSchemaRules } from "../../../ui/desk/use-schema-rules.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { accessRulesQuery, setAccessRules } from "../api/access-rules.ts";
import { accessRulesTexts } from "../access-rules.texts.ts";

const rulesShape = async () => {
  const { accessRulesSchema } = await import("@fuzhen/shared/organizations/organization.schema.ts");
  return accessRulesSchema.shape;
};

/** Two numbers with what a change of each does. */
export function DeskAccessRules() {
  const { data, error, refetch } = useQuery(accessRulesQuery);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={2} />;
  return <RulesForm rules={data} />;
}

function RulesForm({ rules }: { rules: AccessRules }) {
  const texts = useTexts(accessRulesTexts);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<AccessRules>();
  const sending = useDeskSend(
    setAccessRules,
    (saved) => {
      queryClient.setQueryData(accessRulesQuery.queryKey, saved);
      void message.success(texts.saved);
    },
    form,
  );
  const rulesFor = useSchemaRules(rulesShape);
  return (
    <Form form={form} {...formManners} initialValues={rules} onFinish={(values) => sending.mutate(values)}>
      <Form.Item
        name="careAccessDays"
        label={texts.careAccessDays}
        extra={texts.careAccessHint}
        rules={rulesFor("careAccessDays")}
      >
        <InputNumber suffix={texts.days} inputMode="numeric" />
      </Form.Item>
      <Form.Item
        name="breakGlassHours"
        label={texts.breakGlassHours}
        extra={texts.breakGlassHint}
        rules={rulesFor("breakGlassHours")}
      >
        <InputNumber suffix={texts.hours} inputMode="numeric" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={sending.isPending}>
        {texts.save}
      </Button>
    </Form>
  );
}
