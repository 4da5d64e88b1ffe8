import { useQueryClient } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { departments } from "@fuzhen/shared/terminology/departments.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { filled } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { addDepartment } from "../api/add-department.ts";
import { deskDepartmentsTexts } from "../desk-departments.texts.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { useDraft } from "../../../lib/draft.ts";
import { toast } from "../../../ui/shared/toast.ts";

const options = departments.map((department) => ({
  value: department.code,
  label: `${department.code} ${department.name}`,
  name: department.name,
}));

export const departmentDraft = "department.new";

export function DeskAddDepartment({ onClose }: { onClose: () => void }) {
  const texts = useTexts(deskDepartmentsTexts);
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ code: string; name: string }>();
  const draft = useDraft<{ code?: string; name?: string }>(departmentDraft, {});
  const rules = useFieldRules();
  const sending = useDeskSend(
    addDepartment,
    (department) => {
      draft.clear();
      void queryClient.invalidateQueries({ queryKey: ["departments"] });
      toast(texts.added(department.name), "done");
      onClose();
    },
    form,
  );
  return (
    <DeskFormModal
      title={texts.add}
      submit={texts.add}
      form={form}
      draft={draft}
      busy={sending.isPending}
      onSubmit={(values) => sending.mutate(values)}
      onClose={onClose}
    >
      <Form.Item name="code" label={texts.code} extra={texts.codeHint} rules={rules(filled)}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={options}
          onChange={(_, option) => {
            // A name that was typed by hand is kept; an empty or suggested one follows the code.
            const typed = form.getFieldValue("name") as string | undefined;
            if (!Array.isArray(option) && option && (!typed || options.some((other) => other.name === typed))) {
              form.setFieldValue("name", option.name);
              draft.change({ name: option.name });
            }
          }}
        />
      </Form.Item>
      <TextItem name="name" label={texts.name} limit={40} check={filled} />
    </DeskFormModal>
  );
}
