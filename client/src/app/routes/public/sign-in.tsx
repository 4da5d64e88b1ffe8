import { useState } from "react";
import { Link, Navigate, useSearchParams } from "react-router";
import { signTexts } from "../../../features/accounts/accounts.texts.ts";
import { signIn } from "../../../features/accounts/api/sign-in.ts";
import { DemoAccounts } from "../../../features/accounts/components/DemoAccounts.tsx";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSession } from "../../../lib/session.tsx";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/mobile/Button.tsx";
import { Notice } from "../../../ui/mobile/Card.tsx";
import { PasswordField, TextField } from "../../../ui/mobile/Field.tsx";
import { Form } from "../../../ui/mobile/Form.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { afterSignIn } from "../../homes.ts";

export function SignIn() {
  const texts = useTexts(signTexts);
  const session = useSession();
  const [search] = useSearchParams();
  const [phone, setPhone] = useState("");
  const [password, setPassword] = useState("");
  const sending = useSend(signIn, () => undefined);
  if (session.status === "signed-in")
    return <Navigate to={afterSignIn(session.user.role, search.get("next"))} replace />;
  return (
    <Page title={texts.welcome} heading="large">
      <p>{texts.lead}</p>
      <Form onSubmit={() => sending.send({ phone, password })} {...sending.form}>
        <TextField
          label={texts.phone}
          value={phone}
          onChange={setPhone}
          error={sending.fieldError("phone")}
          name="phone"
          type="tel"
          inputMode="numeric"
          autoComplete="username"
          maxLength={20}
        />
        <PasswordField
          label={texts.password}
          value={password}
          onChange={setPassword}
          error={sending.fieldError("password")}
          name="password"
          autoComplete="current-password"
          maxLength={128}
        />
        <Button kind="primary" block type="submit" loading={sending.form.busy}>
          {texts.signIn}
        </Button>
      </Form>
      <p>
        {texts.noAccount} <Link to={`/sign-up${search.size > 0 ? `?${search}` : ""}`}>{texts.toSignUp}</Link>
      </p>
      <DemoAccounts onUse={(account) => sending.send(account)} />
      <Notice tone="attention">{texts.emergency}</Notice>
    </Page>
  );
}
