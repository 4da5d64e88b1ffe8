import { useState } from "react";
import { Link, Navigate, useSearchParams } from "react-router";
import { signTexts } from "../../../features/accounts/accounts.texts.ts";
import { signUp } from "../../../features/accounts/api/sign-up.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { useSession } from "../../../lib/session.tsx";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/mobile/Button.tsx";
import { PasswordField, TextField } from "../../../ui/mobile/Field.tsx";
import { Form } from "../../../ui/mobile/Form.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { Checkbox } from "../../../ui/mobile/Toggle.tsx";
import { afterSignIn } from "../../homes.ts";

export function SignUp() {
  const texts = useTexts(signTexts);
  const fieldTexts = useTexts(fieldErrorTexts);
  const session = useSession();
  const [search] = useSearchParams();
  const { draft, change, clear } = useDraft("sign-up", { phone: "" });
  const [password, setPassword] = useState("");
  // Never pre-ticked (R53).
  const [accepted, setAccepted] = useState(false);
  const [noticeMissing, setNoticeMissing] = useState(false);
  const sending = useSend(signUp, clear);
  if (session.status === "signed-in")
    return <Navigate to={afterSignIn(session.user.role, search.get("next"))} replace />;
  const submit = () => {
    setNoticeMissing(!accepted);
    if (accepted) sending.send({ phone: draft.phone, password, code: "", noticeAccepted: true });
  };
  return (
    <Page title={texts.signUpTitle} back="/sign-in">
      <p className="secondary">{texts.signUpLead}</p>
      <Form onSubmit={submit} {...sending.form}>
        <TextField
          label={texts.phone}
          value={draft.phone}
          onChange={(phone) => change({ phone })}
          error={sending.fieldError("phone")}
          name="phone"
          type="tel"
          inputMode="numeric"
          autoComplete="username"
          maxLength={20}
        />
        <PasswordField
          label={texts.password}
          hint={texts.newPasswordHint}
          value={password}
          onChange={setPassword}
          error={sending.fieldError("password")}
          name="password"
          autoComplete="new-password"
          maxLength={128}
        />
        <details>
          <summary>{texts.noticeTitle}</summary>
          <div className="prose">
            {texts.noticeBody.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </div>
        </details>
        <Checkbox
          label={texts.notice}
          checked={accepted}
          onChange={setAccepted}
          name="notice"
          error={noticeMissing && !accepted ? fieldTexts.notice : undefined}
        />
        <Button kind="primary" block type="submit" loading={sending.form.busy}>
          {texts.signUp}
        </Button>
      </Form>
      <p>
        {texts.haveAccount} <Link to="/sign-in">{texts.toSignIn}</Link>
      </p>
    </Page>
  );
}
