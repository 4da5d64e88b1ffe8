import { Form, Input } from "antd";
import type { ChangePasswordInput } from "@fuzhen/shared/accounts/account.schema.ts";
import { startSession } from "../../../lib/api/start-session.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { changePassword } from "../api/change-password.ts";
import { deskPasswordTexts } from "../desk-password.texts.ts";
import { given, MAX_PASSWORD } from "../../../ui/desk/forms/field-checks.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { toast } from "../../../ui/shared/toast.ts";

/** 修改密码 on the desk. Nothing typed is kept when the dialog closes, because passwords must not be stored. */
export function DeskPassword({ onClose }: { onClose: () => void }) {
  const texts = useTexts(deskPasswordTexts);
  const [form] = Form.useForm<ChangePasswordInput>();
  const sending = useDeskSend(
    changePassword,
    () => {
      toast(texts.changed, "done");
      onClose();
      // Updates the known user, whose `mustChangePassword` is now false.
      void startSession();
    },
    form,
  );
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
      <TextItem name="currentPassword" label={texts.current} limit={MAX_PASSWORD} check={given}>
        <Input.Password autoComplete="current-password" />
      </TextItem>
      <TextItem name="newPassword" label={texts.next} extra={texts.nextHint} limit={MAX_PASSWORD} check={given}>
        <Input.Password autoComplete="new-password" />
      </TextItem>
    </DeskFormModal>
  );
}
