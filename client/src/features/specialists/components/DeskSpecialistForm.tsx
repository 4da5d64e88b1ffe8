import { useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, DatePicker, Drawer, Form, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import type { StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { formManners } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { isChanged } from "../../../ui/desk/forms/is-changed.ts";
import { keepRefusals } from "../../../ui/desk/forms/refusals.ts";
import { useAskBeforeLeaving } from "../../../ui/desk/forms/use-ask-before-leaving.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { filled, licenceNumber, personName, phone, words } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { makePassword, useToldPassword } from "../../../ui/desk/use-told-password.tsx";
import { saveSpecialist } from "../api/save-specialist.ts";
import { deskSpecialistsTexts } from "../desk-specialists.texts.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { MAX_NAME } from "@fuzhen/shared/typed-text.ts";
import { KeptWords } from "../../../ui/desk/forms/KeptWords.tsx";
import { toast } from "../../../ui/shared/toast.ts";

interface Values {
  name: string;
  departmentId: string;
  title: StaffSpecialist["title"];
  practiceScope: string;
  diseases: string[];
  about: string;
  licenceNumber: string;
  licenceValidFrom: string;
  licenceValidTo: string;
  practiceSince: string;
  hospitalConsent: boolean;
  phone: string;
}

interface Props {
  /** Null adds a new one. */
  specialist: StaffSpecialist | null;
  departments: readonly { id: string; name: string }[];
  onClose: () => void;
}

/** Dates travel as `YYYY-MM-DD`; antd's picker wants dayjs. */
const dateItem = {
  getValueProps: (value: string | undefined) => ({ value: value ? dayjs(value) : null }),
  normalize: (value: Dayjs | null) => value?.format("YYYY-MM-DD"),
};

export const newSpecialistDraft = "specialist.new";

export function DeskSpecialistForm({ specialist, departments, onClose }: Props) {
  const texts = useTexts(deskSpecialistsTexts);
  const titles = useTexts(titleTexts);
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Values>();
  const key = specialist ? `specialist.${specialist.id}` : newSpecialistDraft;
  // Never written to storage.
  const [initialPassword] = useState(() => makePassword());
  const [firstKey] = useState(newRequestKey);
  const tell = useToldPassword();
  const began: Partial<Values> & { requestKey: string } = {
    requestKey: firstKey,
    diseases: [],
    about: "",
    hospitalConsent: false,
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
        <TextItem name="name" label={texts.name} limit={MAX_NAME} check={personName} input={{ autoComplete: "off" }} />
        <Form.Item name="departmentId" label={texts.department} rules={rules(filled)}>
          <Select
            options={departments.map(({ id, name }) => ({ value: id, label: name }))}
            notFoundContent={texts.needDepartment}
          />
        </Form.Item>
        <Form.Item name="title" label={texts.jobTitle} rules={rules(filled)}>
          <Select options={Object.entries(titles).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <TextItem name="practiceScope" label={texts.practiceScope} limit={80} check={filled} />
        <Form.Item
          name="licenceNumber"
          label={texts.licenceNumber}
          extra={texts.licenceHint}
          rules={rules(licenceNumber)}
        >
          <Input inputMode="numeric" className="num" />
        </Form.Item>
        <Form.Item name="licenceValidFrom" label={texts.licenceValidFrom} rules={rules(filled)} {...dateItem}>
          <DatePicker />
        </Form.Item>
        <Form.Item name="licenceValidTo" label={texts.licenceValidTo} rules={rules(filled)} {...dateItem}>
          <DatePicker />
        </Form.Item>
        <Form.Item
          name="practiceSince"
          label={texts.practiceSince}
          extra={texts.practiceHint}
          rules={rules(filled)}
          {...dateItem}
        >
          <DatePicker />
        </Form.Item>
        <Form.Item name="hospitalConsent" valuePropName="checked">
          <Checkbox>{texts.hospitalConsent}</Checkbox>
        </Form.Item>
        <Form.Item name="diseases" label={texts.diseases} extra={texts.diseasesHint} rules={rules(words(20, 40))}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        <TextItem name="about" label={texts.about} limit={1000} rows={3} />
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
