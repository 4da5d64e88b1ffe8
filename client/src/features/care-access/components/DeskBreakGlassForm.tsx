import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { breakGlassReasons } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { BreakGlass, OpenBreakGlassInput } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { filled, personName } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { openBreakGlass } from "../api/break-glass.ts";
import { careAccessTexts } from "../care-access.texts.ts";

interface Props {
  onClose: () => void;
  onOpened: (opened: readonly BreakGlass[]) => void;
}

/** Who, by name and whole number, and why. Nothing of it is kept as a draft: it is somebody's identity. */
export function DeskBreakGlassForm({ onClose, onOpened }: Props) {
  const texts = useTexts(careAccessTexts);
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Omit<OpenBreakGlassInput, "requestKey">>();
  const [requestKey] = useState(newRequestKey);
  const sending = useDeskSend(
    openBreakGlass,
    (opened) => {
      void queryClient.invalidateQueries({ queryKey: ["break-glass"] });
      onOpened(opened);
    },
    form,
  );
  const rules = useFieldRules();
  return (
    <DeskFormModal
      title={texts.formTitle}
      submit={texts.open}
      danger
      form={form}
      busy={sending.isPending}
      onSubmit={(values) => sending.mutate({ requestKey, ...values })}
      onClose={onClose}
    >
      <Form.Item name="name" label={texts.name} rules={rules(personName)}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="idNumber" label={texts.idNumber} extra={texts.idNumberHint} rules={rules(filled)}>
        <Input maxLength={24} autoComplete="off" className="num" />
      </Form.Item>
      <Form.Item name="reason" label={texts.reason} rules={rules(filled)}>
        <Select options={breakGlassReasons.map((value) => ({ value, label: texts.reasons[value] }))} />
      </Form.Item>
      <Form.Item name="account" label={texts.account} extra={texts.accountHint} rules={rules(filled)}>
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
    </DeskFormModal>
  );
}
