import { useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { PasswordField } from "../../../ui/shared/Field.tsx";
import { SmallForm } from "../../../ui/mobile/SmallForm.tsx";
import { Sheet } from "../../../ui/mobile/Sheet.tsx";
import { confirmIdentity } from "../api/confirm-identity.ts";
import { secondStepTexts } from "../second-step.texts.ts";

/** 请确认是您本人 on the phone. Patients have their password alone. */
export default function ConfirmIdentitySheet({ onAnswer }: { onAnswer: (proven: boolean) => void }) {
  const texts = useTexts(secondStepTexts);
  const [password, setPassword] = useState("");
  const sending = useSend(confirmIdentity, () => onAnswer(true), { password });
  return (
    <Sheet open onClose={() => onAnswer(false)} title={texts.again}>
      <div className="stack">
        <p>{texts.againLead}</p>
        <SmallForm
          form={sending.form}
          onSubmit={() => sending.send({ method: "password", password })}
          submit={texts.confirm}
        >
          <PasswordField
            label={texts.password}
            hint={texts.forgotten}
            value={password}
            onChange={setPassword}
            error={sending.fieldError("password")}
            autoComplete="current-password"
          />
        </SmallForm>
      </div>
    </Sheet>
  );
}
