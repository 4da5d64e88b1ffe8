import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { duties, type Duty } from "@fuzhen/shared/roles.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { personName, phone } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { addStaff } from "../api/staff.ts";
import { makePassword, useToldPassword } from "../../../ui/desk/use-told-password.tsx";
import { staffTexts } from "../staff.texts.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { MAX_NAME } from "@fuzhen/shared/typed-text.ts";
import { useDraft } from "../../../lib/draft.ts";
import { toast } from "../../../ui/shared/toast.ts";

interface Values {
  name: string;
  phone: string;
  role: "admin" | "pharmacist";
  duty: Duty;
}

export const staffDraft = "staff.new";

/** An admin with one duty, or a pharmacist. Mounted anew for each, so that each has its own request key. */
export function DeskAddStaff({ onClose }: { onClose: () => void }) {
  const texts = useTexts(staffTexts);
  const queryClient = useQueryClient();
  // One request, one password: sent again it stands for the same account. Neither is stored.
  const [{ requestKey, initialPassword }] = useState(() => ({
    requestKey: newRequestKey(),
    initialPassword: makePassword(),
  }));
  const draft = useDraft<Partial<Values>>(staffDraft, { role: "admin" });
  const tell = useToldPassword();
  const [form] = Form.useForm<Values>();
  const role = Form.useWatch("role", form) ?? "admin";
  const sending = useDeskSend(
    addStaff,
    ({ name }) => {
      draft.clear();
      void queryClient.invalidateQueries({ queryKey: ["staff"] });
      toast(texts.added(name), "done");
      onClose();
      tell(name, initialPassword);
    },
    form,
  );
  const submit = ({ role: as, duty, ...person }: Values) =>
    sending.mutate({ ...person, requestKey, initialPassword, ...(as === "admin" ? { role: as, duty } : { role: as }) });
  const rules = useFieldRules();
  return (
    <DeskFormModal
      title={texts.add}
      submit={texts.add}
      form={form}
      initialValues={{ role: "admin" }}
      draft={draft}
      busy={sending.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextItem name="name" label={texts.name} limit={MAX_NAME} check={personName} input={{ autoComplete: "off" }} />
      <Form.Item name="phone" label={texts.phone} rules={rules(phone)}>
        <Input inputMode="numeric" autoComplete="off" className="num" />
      </Form.Item>
      <Form.Item name="role" label={texts.role}>
        <Select options={(["admin", "pharmacist"] as const).map((value) => ({ value, label: texts.roles[value] }))} />
      </Form.Item>
      {role === "admin" && (
        <Form.Item name="duty" label={texts.duty} extra={texts.dutyHint} rules={[{ required: true }]}>
          <Select options={duties.map((value) => ({ value, label: texts.duties[value] }))} />
        </Form.Item>
      )}
      <p className="quiet">{texts.initialPasswordHint}</p>
    </DeskFormModal>
  );
}
