import { useState } from "react";
import { useNavigate, useSearchParams } from "../../../lib/router/index.ts";
import { signTexts } from "../../../features/accounts/accounts.texts.ts";
import { resetPassword } from "../../../features/accounts/api/reset-password.ts";
import { CodeField } from "../../../features/codes/components/CodeField.tsx";
import { PhoneNumberField } from "../../../features/accounts/components/PhoneNumberField.tsx";
import { useCode } from "../../../features/codes/hooks/use-code.ts";
import { useSignDraft } from "../../../features/accounts/hooks/use-sign-draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { PasswordField } from "../../../ui/shared/Field.tsx";
import { Form } from "../../../ui/mobile/Form.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { withNext } from "../../homes.ts";

/** A forgotten password. It ends at the sign-in page, where the new one is used for the first time. */
export function ResetPassword() {
  const texts = useTexts(signTexts);
  const navigate = useNavigate();
  const next = useSearchParams()[0].get("next");
  const { draft, change } = useSignDraft();
  const [digits, setDigits] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const code = useCode("reset-password");
  const sending = useSend(resetPassword, () => {
    toast(texts.resetDone, "done");
    navigate(withNext("/sign-in", next), { replace: true });
  });
  return (
    <Page title={texts.resetTitle} back="/sign-in">
      <p>{texts.resetLead}</p>
      <Form onSubmit={() => sending.send({ phone: draft.phone, code: digits, newPassword })} {...sending.form}>
        <PhoneNumberField
          value={draft.phone}
          onChange={(phone) => change({ phone })}
          error={sending.fieldError("phone") ?? code.phoneError}
        />
        <CodeField
          code={code}
          phone={draft.phone}
          value={digits}
          onChange={setDigits}
          error={sending.fieldError("code")}
        />
        <PasswordField
          label={texts.newPassword}
          hint={texts.newPasswordHint}
          value={newPassword}
          onChange={setNewPassword}
          error={sending.fieldError("newPassword")}
          name="new-password"
          autoComplete="new-password"
          limit={128}
        />
        <Button kind="primary" block type="submit" loading={sending.form.busy}>
          {texts.reset}
        </Button>
      </Form>
    </Page>
  );
}
