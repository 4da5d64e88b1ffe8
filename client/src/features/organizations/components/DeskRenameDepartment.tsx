import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input } from "antd";
import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { filled } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { updateDepartment } from "../api/update-department.ts";
import { deskDepartmentsTexts } from "../desk-departments.texts.ts";

/** Another name for the same department. */
export function DeskRenameDepartment({ department, onClose }: { department: Department; onClose: () => void }) {
  const texts = useTexts(deskDepartmentsTexts);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ name: string }>();
  const rules = useFieldRules();
  const sending = useDeskSend(
    updateDepartment,
    ({ name }) => {
      void queryClient.invalidateQueries({ queryKey: ["departments"] });
      void message.success(texts.renamed(name));
      onClose();
    },
    form,
  );
  return (
    <DeskFormModal
      title={texts.renameTitle(department.name)}
      submit={texts.rename}
      form={form}
      initialValues={{ name: department.name }}
      busy={sending.isPending}
      onSubmit={({ name }) => sending.mutate({ departmentId: department.id, name })}
      onClose={onClose}
    >
      <Form.Item name="name" label={texts.name} extra={texts.renameHint} rules={rules(filled)}>
        <Input maxLength={40} />
      </Form.Item>
    </DeskFormModal>
  );
}
