import { Button, Form, Input, Space } from "antd";
import { useTexts } from "../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../lib/i18n/field-errors.ts";

interface ReasonItemProps {
  label: string;
  /** Sentences that are said every day; one press puts one in, to be changed as one likes. */
  ready: readonly string[];
  maxLength: number;
}

/** The field `reason` of a desk form, required, with ready sentences. */
export function ReasonItem({ label, ready, maxLength }: ReasonItemProps) {
  const { required } = useTexts(fieldErrorTexts);
  const form = Form.useFormInstance<{ reason: string }>();
  return (
    <>
      <Space wrap size={8} style={{ marginBottom: 12 }} role="group" aria-label={label}>
        {ready.map((sentence) => (
          <Button
            key={sentence}
            size="small"
            style={{ height: "auto", whiteSpace: "normal", textAlign: "start" }}
            onClick={() => {
              form.setFieldValue("reason", sentence);
              void form.validateFields(["reason"]);
            }}
          >
            {sentence}
          </Button>
        ))}
      </Space>
      <Form.Item name="reason" label={label} rules={[{ required: true, whitespace: true, message: required }]}>
        <Input.TextArea rows={3} maxLength={maxLength} showCount />
      </Form.Item>
    </>
  );
}
