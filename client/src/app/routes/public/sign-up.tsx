import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { useState } from "react";
import { Link, useLocation, useSearchParams } from "../../../lib/router/index.ts";
import { signTexts } from "../../../features/accounts/accounts.texts.ts";
import { signUp } from "../../../features/accounts/api/sign-up.ts";
import { PrivacyNotice } from "../../../features/accounts/components/PrivacyNotice.tsx";
import { useCode } from "../../../features/codes/hooks/use-code.ts";
import { useSignDraft } from "../../../features/accounts/hooks/use-sign-draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { PasswordField } from "../../../ui/shared/Field.tsx";
import { SmallForm } from "../../../ui/mobile/SmallForm.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { Checkbox } from "../../../ui/mobile/Toggle.tsx";
import { withNext } from "../../homes.ts";
import { NumberByCode } from "./NumberByCode.tsx";

/** A number with the code that proves it, brought along from signing in by code. */
export interface ProvenNumber {
  phone: string;
  code: string;
}

export default function SignUp() {
  const texts = useTexts(signTexts);
  const fieldTexts = useTexts(fieldErrorTexts);
  const next = useSearchParams()[0].get("next");
  const { draft, change, clear } = useSignDraft();
  const [digits, setDigits] = useState("");
  const [password, setPassword] = useState("");
  // Never pre-ticked (R53).
  const [accepted, setAccepted] = useState(false);
  const [noticeMissing, setNoticeMissing] = useState(false);
  const code = useCode("sign-up", draft.phone);
  const sending = useSend(signUp, clear, { phone: draft.phone, code: digits, password });
  // Came from signing in by code: that code signs up as well while it is valid, and is asked for anew afterwards.
  const arrived = (useLocation().state as { proven?: ProvenNumber } | null)?.proven;
  const [spent, setSpent] = useState(false);
  if (!spent && sending.fieldError("code") !== undefined) setSpent(true);
  const proven = spent ? undefined : arrived;
  const submit = () => {
    setNoticeMissing(!accepted);
    if (!accepted) return;
    const number = proven ? { ...proven, codePurpose: "sign-in" as const } : { phone: draft.phone, code: digits };
    sending.send({ ...number, password, noticeAccepted: true });
  };
  return (
    <Page title={texts.signUpTitle} back="/sign-in">
      <p className="secondary">{texts.signUpLead}</p>
      <SmallForm form={sending.form} onSubmit={submit} submit={texts.signUp}>
        {proven ? (
          <Notice tone="done">{texts.numberProven(maskPhone(proven.phone.trim()))}</Notice>
        ) : (
          <NumberByCode
            code={code}
            sending={sending}
            phone={draft.phone}
            onPhone={(phone) => change({ phone })}
            digits={digits}
            onDigits={setDigits}
          />
        )}
        <PasswordField
          label={texts.password}
          hint={texts.newPasswordHint}
          value={password}
          onChange={setPassword}
          error={sending.fieldError("password")}
          name="password"
          autoComplete="new-password"
        />
        <PrivacyNotice />
        <Checkbox
          label={texts.notice}
          checked={accepted}
          onChange={setAccepted}
          name="notice"
          error={noticeMissing && !accepted ? fieldTexts.notice : undefined}
        />
      </SmallForm>
      <p>
        {texts.haveAccount} <Link to={withNext("/sign-in", next)}>{texts.toSignIn}</Link>
      </p>
    </Page>
  );
}
