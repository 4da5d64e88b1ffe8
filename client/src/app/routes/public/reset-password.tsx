import { useState } from "react";
import { useNavigate, useSearchParams } from "../../../lib/router/index.ts";
import { signTexts } from "../../../features/accounts/accounts.texts.ts";
import { resetPassword } from "../../../features/accounts/api/reset-password.ts";
import { useCode } from "../../../features/codes/hooks/use-code.ts";
import { useSignDraft } from "../../../features/accounts/hooks/use-sign-draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { PasswordField } from "../../../ui/shared/Field.tsx";
import { SmallForm } from "../../../ui/mobile/SmallForm.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { withNext } from "../../homes.ts";
import { NumberByCode } from "./NumberByCode.tsx";

/** A forgotten password. It ends at the sign-in page, where the new one is used for the first time. */
export default function ResetPassword() {
  const texts = useTexts(signTexts);
  const navigate = useNavigate();
  const next = useSearchParams()[0].get("next");
  const { draft, change } = useSignDraft();
  const [digits, setDigits] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const code = useCode("reset-password", draft.phone);
  const onReset = () => {
    toast(texts.resetDone, "done");
    navigate(withNext("/sign-in", next), { replace: true });
  };
  const sending = useSend(resetPassword, onReset, { phone: draft.phone, code: digits, newPassword });
  return (
    <Page title={texts.resetTitle} back="/sign-in">
      <p>{texts.resetLead}</p>
      <SmallForm
        form={sending.form}
        onSubmit={() => sending.send({ phone: draft.phone, code: digits, newPassword })}
        submit={texts.reset}
      >
        <NumberByCode
          code={code}
          sending={sending}
          phone={draft.phone}
          onPhone={(phone) => change({ phone })}
          digits={digits}
          onDigits={setDigits}
        />
        <PasswordField
          label={texts.newPassword}
          hint={texts.newPasswordHint}
          value={newPassword}
          onChange={setNewPassword}
          error={sending.fieldError("newPassword")}
          name="new-password"
          autoComplete="new-password"
        />
      </SmallForm>
    </Page>
  );
}
