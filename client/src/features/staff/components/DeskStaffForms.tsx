import { Form, Input, Modal, Select } from "antd";
import type { StaffAccount } from "@fuzhen/shared/accounts/staff.schema.ts";
import { duties, type Duty } from "@fuzhen/shared/roles.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useStaffChange } from "../hooks/use-staff-change.ts";
import { staffTexts } from "../staff.texts.ts";

interface Props {
  account: StaffAccount;
  onClose: () => void;
}

/** One duty in place of another. */
export function DeskDutyForm({ account, onClose }: Props) {
  const texts = useTexts(staffTexts);
  const common = useTexts(commonTexts);
  const [form] = Form.useForm<{ duty: Duty }>();
  const change = useStaffChange(onClose, form);
  return (
    <Modal
      open
      title={texts.changeDutyTitle(account.name)}
      okText={texts.changeDuty}
      cancelText={common.cancel}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ duty: account.duty }}
        onFinish={({ duty }) => change.mutate({ userId: account.id, duty })}
      >
        <Form.Item name="duty" label={texts.duty} extra={texts.changeDutyHint} rules={[{ required: true }]}>
          <Select options={duties.map((value) => ({ value, label: texts.duties[value] }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** A new initial password, told in person. */
export function DeskStaffPassword({ account, onClose }: Props) {
  const texts = useTexts(staffTexts);
  const common = useTexts(commonTexts);
  const [form] = Form.useForm<{ initialPassword: string }>();
  const change = useStaffChange(onClose, form);
  return (
    <Modal
      open
      title={texts.setPasswordTitle(account.name)}
      okText={texts.setPassword}
      okButtonProps={{ danger: true }}
      cancelText={common.cancel}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet">{texts.setPasswordHint}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ initialPassword }) => change.mutate({ userId: account.id, initialPassword })}
      >
        <Form.Item
          name="initialPassword"
          label={texts.initialPassword}
          extra={texts.initialPasswordHint}
          rules={[{ required: true, whitespace: true }]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
