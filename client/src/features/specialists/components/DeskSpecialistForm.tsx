import { useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input } from "antd";
import { useState } from "react";
import {
  blankSpecialistFields,
  specialistFieldNames,
  type SpecialistFields,
} from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { formManners } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { isChanged } from "../../../ui/desk/forms/is-changed.ts";
import { keepRefusals } from "../../../ui/desk/forms/refusals.ts";
import { useAskBeforeLeaving } from "../../../ui/desk/forms/use-ask-before-leaving.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { phone } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { makePassword, useToldPassword } from "../../../ui/desk/use-told-password.tsx";
import { saveSpecialist } from "../api/save-specialist.ts";
import { deskSpecialistsTexts } from "../desk-specialists.texts.ts";
import { DeskSpecialistField } from "./DeskSpecialistField.tsx";
import { KeptWords } from "../../../ui/desk/forms/KeptWords.tsx";
import { toast } from "../../../ui/shared/toast.ts";

interface Values extends SpecialistFields {
  phone: string;
}

interface Props {
  /** Null adds a new one. */
  specialist: StaffSpecialist | null;
  departments: readonly { id: string; name: string }[];
  onClose: () => void;
}

export const newSpecialistDraft = "specialist.new";

export function DeskSpecialistForm({ specialist, departments, onClose }: Props) {
  const texts = useTexts(deskSpecialistsTexts);
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Values>();
  const key = specialist ? `specialist.${specialist.id}` : newSpecialistDraft;
  // Never written to storage.
  const [initialPassword] = useState(() => makePassword());
  const [firstKey] = useState(newRequestKey);
  const tell = useToldPassword();
  const began: Partial<Values> & { requestKey: string } = {
    requestKey: firstKey,
    ...blankSpecialistFields,
    ...(specialist ? { ...specialist, departmentId: specialist.department.id } : {}),
  };
  const { draft, change, clear, kept } = useDraft(key, began);
  const sending = useDeskSend(
    saveSpecialist,
    (saved) => {
      clear();
      void queryClient.invalidateQueries({ queryKey: ["specialists"] });
      toast(texts.saved(saved.name), "done");
      onClose();
      if (!specialist) tell(saved.name, initialPassword);
    },
    form,
  );
  const submit = ({ phone, ...profile }: Values) =>
    sending.mutate(
      specialist
        ? { specialistId: specialist.id, ...profile }
        : { requestKey: draft.requestKey, ...profile, phone, initialPassword },
    );
  const rules = useFieldRules();
  const leave = useAskBeforeLeaving(
    () => isChanged(form, began),
    () => {
      clear();
      onClose();
    },
  );
  return (
    <Drawer
      open
      size={560}
      title={specialist ? texts.editTitle(specialist.name) : texts.add}
      onClose={leave}
      footer={
        <Button type="primary" loading={sending.isPending} onClick={() => form.submit()}>
          {specialist ? texts.edit : texts.add}
        </Button>
      }
    >
      <Form
        form={form}
        {...formManners}
        onFieldsChange={(changed) => keepRefusals(form, changed)}
        initialValues={draft}
        onFinish={submit}
        onValuesChange={change}
      >
        <KeptWords kept={kept} />
        {specialistFieldNames.map((name) => (
          <DeskSpecialistField key={name} name={name} departments={departments} />
        ))}
        {!specialist && (
          <fieldset>
            <legend>
              <h2>{texts.account}</h2>
            </legend>
            <Form.Item name="phone" label={texts.phone} rules={rules(phone)}>
              <Input inputMode="numeric" autoComplete="off" className="num" />
            </Form.Item>
            <p className="quiet">{texts.initialPasswordHint}</p>
          </fieldset>
        )}
      </Form>
    </Drawer>
  );
}
