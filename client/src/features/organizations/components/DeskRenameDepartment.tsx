import { useQueryClient } from "@tanstack/react-query";
import { Form } from "antd";
import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { filled } from "../../../ui/desk/forms/field-checks.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { updateDepartment } from "../api/update-department.ts";
import { deskDepartmentsTexts } from "../desk-departments.texts.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { useDraft } from "../../../lib/draft.ts";
import { toast } from "../../../ui/shared/toast.ts";

/** Another name for the same department. */
export function DeskRenameDepartment({ department, onClose }: { department: Department; onClose: () => void }) {
  const texts = useTexts(deskDepartmentsTexts);
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ name: string }>();
  const draft = useDraft(`department.${department.id}`, { name: department.name });
  const sending = useDeskSend(
    updateDepartment,
    ({ name }) => {
      draft.clear();
      void queryClient.invalidateQueries({ queryKey: ["departments"] });
      toast(texts.renamed(name), "done");
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
      draft={draft}
      busy={sending.isPending}
      onSubmit={({ name }) => sending.mutate({ departmentId: department.id, name })}
      onClose={onClose}
    >
      <TextItem name="name" label={texts.name} extra={texts.renameHint} limit={40} check={filled} />
    </DeskFormModal>
  );
}
