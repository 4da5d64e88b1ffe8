import { App, Form, Input } from "antd";
import type { ChangePasswordInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { startSession } from "../../../lib/api/start-session.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { changePassword } from "../api/change-password.ts";
import { deskPasswordTexts } from "../desk-password.texts.ts";

/** 修改密码 on the desk. Nothing typed is kept when the dialog closes, because passwords must not be stored. */
export function DeskPassword({ onClose }: { onClose: () => void }) {
  const texts = useTexts(deskPasswordTexts);
  const { required } = useTexts(fieldErrorTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<ChangePasswordInput>();
  const sending = useDeskSend(
    changePassword,
    () => {
      void message.success(texts.changed);
      onClose();
      // Updates the known user, whose `mustChangePassword` is now false.
      void startSession();
    },
    form,
  );
  const rules = [{ required: true, message: required }];
  return (
    <DeskFormModal
      title={texts.change}
      submit={texts.change}
      form={form}
      disposable
      busy={sending.isPending}
      onSubmit={(values) => sending.mutate(values)}
      onClose={onClose}
    >
      <Form.Item name="currentPassword" label={texts.current} rules={rules}>
        <Input.Password autoComplete="current-password" maxLength={128} />
      </Form.Item>
      <Form.Item name="newPassword" label={texts.next} extra={texts.nextHint} rules={rules}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
    </DeskFormModal>
  );
}
