import { Button, Form, Space } from "antd";
import { filled } from "./forms/field-checks.ts";
import { TextItem } from "./forms/TextItem.tsx";

interface ReasonItemProps {
  label: string;
  /** Ready sentences for everyday reasons; a press puts one into the field, where it can be changed. */
  ready: readonly string[];
  limit: number;
}

/** The field `reason` of a desk form, required, with ready sentences. */
export function ReasonItem({ label, ready, limit }: ReasonItemProps) {
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
      <TextItem name="reason" label={label} limit={limit} check={filled} rows={3} />
    </>
  );
}
