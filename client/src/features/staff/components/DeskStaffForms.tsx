import { Form, Select } from "antd";
import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { duties, type Duty } from "@fuzhen/shared/roles.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { useStaffChange } from "../hooks/use-staff-change.ts";
import { staffTexts } from "../staff.texts.ts";

interface Props {
  account: StaffAccount;
  onClose: () => void;
}

/** One duty in place of another. */
export function DeskDutyForm({ account, onClose }: Props) {
  const texts = useTexts(staffTexts);
  const [form] = Form.useForm<{ duty: Duty }>();
  const change = useStaffChange(onClose, form);
  return (
    <DeskFormModal
      title={texts.changeDutyTitle(account.name)}
      submit={texts.changeDuty}
      form={form}
      initialValues={{ duty: account.duty ?? "system" }}
      busy={change.isPending}
      onSubmit={({ duty }) => change.mutate({ userId: account.id, duty })}
      onClose={onClose}
    >
      <Form.Item name="duty" label={texts.duty} extra={texts.changeDutyHint} rules={[{ required: true }]}>
        <Select options={duties.map((value) => ({ value, label: texts.duties[value] }))} />
      </Form.Item>
    </DeskFormModal>
  );
}
