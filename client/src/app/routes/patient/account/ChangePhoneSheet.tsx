import { useState } from "react";
import { accountTexts } from "../../../../features/accounts/account.texts.ts";
import { changePhone } from "../../../../features/accounts/api/change-phone.ts";
import { CodeField } from "../../../../features/codes/components/CodeField.tsx";
import { useCode } from "../../../../features/codes/hooks/use-code.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { useSend } from "../../../../lib/use-send.ts";
import { TextField } from "../../../../ui/shared/Field.tsx";
import { toast } from "../../../../ui/shared/toast.ts";
import { Sheet } from "../../../../ui/mobile/Sheet.tsx";
import { SmallForm } from "../../../../ui/mobile/SmallForm.tsx";

/** Another number for the account: the code proves the number, the password (asked by the frame) the person. */
export function ChangePhoneSheet({ onClose }: { onClose: () => void }) {
  const texts = useTexts(accountTexts);
  const [phone, setPhone] = useState("");
  const [digits, setDigits] = useState("");
  const code = useCode("change-phone", phone);
  const onChanged = () => {
    toast(texts.changed, "done");
    onClose();
  };
  const sending = useSend(changePhone, onChanged, { phone, code: digits });
  return (
    <Sheet open onClose={onClose} title={texts.changePhone}>
      <div className="stack">
        <p>{texts.changeLead}</p>
        <SmallForm
          form={sending.form}
          onSubmit={() => sending.send({ phone, code: digits })}
          submit={texts.changePhone}
        >
          <TextField
            label={texts.newPhone}
            value={phone}
            onChange={setPhone}
            error={sending.fieldError("phone") ?? code.phoneError}
            name="phone"
            type="tel"
            inputMode="numeric"
            autoComplete="tel"
          />
          <CodeField code={code} phone={phone} value={digits} onChange={setDigits} error={sending.fieldError("code")} />
        </SmallForm>
      </div>
    </Sheet>
  );
}
