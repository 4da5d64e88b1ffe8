import { useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { PasswordField } from "../../../ui/shared/Field.tsx";
import { SmallForm } from "../../../ui/mobile/SmallForm.tsx";
import { Sheet } from "../../../ui/mobile/Sheet.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { changePassword } from "../api/change-password.ts";
import { meTexts } from "../me.texts.ts";

export function PasswordSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const texts = useTexts(meTexts);
  return (
    <Sheet open={open} onClose={onClose} title={texts.password}>
      {/* Mounted anew each time: passwords do not wait in a closed sheet. */}
      {open && <PasswordForm onDone={onClose} />}
    </Sheet>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const texts = useTexts(meTexts);
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  const onChanged = () => {
    toast(texts.changed, "done");
    onDone();
  };
  const sending = useSend(changePassword, onChanged, { currentPassword, newPassword });
  return (
    <SmallForm
      form={sending.form}
      onSubmit={() => sending.send({ currentPassword, newPassword })}
      submit={texts.password}
    >
      <PasswordField
        label={texts.currentPassword}
        value={currentPassword}
        onChange={setCurrent}
        error={sending.fieldError("currentPassword")}
        autoComplete="current-password"
      />
      <PasswordField
        label={texts.newPassword}
        hint={texts.newPasswordHint}
        value={newPassword}
        onChange={setNew}
        error={sending.fieldError("newPassword")}
        autoComplete="new-password"
      />
    </SmallForm>
  );
}
