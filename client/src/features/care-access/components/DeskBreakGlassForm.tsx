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
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { MAX_NAME } from "@fuzhen/shared/typed-text.ts";
import { unstored, useDraft } from "../../../lib/draft.ts";

interface Props {
  onClose: () => void;
  onOpened: (opened: readonly BreakGlass[]) => void;
}

type Values = Omit<OpenBreakGlassInput, "requestKey">;
export const breakGlassDraft = unstored("break-glass");

/** Who, by name and whole number, and why. Nothing of it is stored: it is somebody's identity. */
export function DeskBreakGlassForm({ onClose, onOpened }: Props) {
  const texts = useTexts(careAccessTexts);
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [firstKey] = useState(newRequestKey);
  const draft = useDraft<Partial<Values> & { requestKey: string }>(breakGlassDraft, { requestKey: firstKey });
  const sending = useDeskSend(
    openBreakGlass,
    (opened) => {
      draft.clear();
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
      draft={draft}
      busy={sending.isPending}
      onSubmit={(values) => sending.mutate({ requestKey: draft.draft.requestKey, ...values })}
      onClose={onClose}
    >
      <TextItem name="name" label={texts.name} limit={MAX_NAME} check={personName} input={{ autoComplete: "off" }} />
      <Form.Item name="idNumber" label={texts.idNumber} extra={texts.idNumberHint} rules={rules(filled)}>
        <Input autoComplete="off" className="num" />
      </Form.Item>
      <Form.Item name="reason" label={texts.reason} rules={rules(filled)}>
        <Select options={breakGlassReasons.map((value) => ({ value, label: texts.reasons[value] }))} />
      </Form.Item>
      <TextItem name="account" label={texts.account} extra={texts.accountHint} limit={500} check={filled} rows={3} />
    </DeskFormModal>
  );
}
