import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "../../../lib/router/index.ts";
import { signTexts } from "../../../features/accounts/accounts.texts.ts";
import { signInByCode } from "../../../features/accounts/api/sign-in-by-code.ts";
import { signIn } from "../../../features/accounts/api/sign-in.ts";
import { DemoAccounts } from "../../../features/accounts/components/DemoAccounts.tsx";
import { PrivacyNotice } from "../../../features/accounts/components/PrivacyNotice.tsx";
import { PhoneNumberField } from "../../../features/accounts/components/PhoneNumberField.tsx";
import { useCode } from "../../../features/codes/hooks/use-code.ts";
import { useSignDraft } from "../../../features/accounts/hooks/use-sign-draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSession } from "../../../lib/session.tsx";
import { useSend } from "../../../lib/use-send.ts";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { PasswordField } from "../../../ui/shared/Field.tsx";
import { SmallForm } from "../../../ui/mobile/SmallForm.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { withNext } from "../../homes.ts";
import { NumberByCode } from "./NumberByCode.tsx";
import type { ProvenNumber } from "./sign-up.tsx";

export default function SignIn() {
  const texts = useTexts(signTexts);
  const session = useSession();
  const next = useSearchParams()[0].get("next");
  const [way, setWay] = useState<"password" | "code">("password");
  const { draft, change } = useSignDraft();
  const [password, setPassword] = useState("");
  const [digits, setDigits] = useState("");
  const byPassword = useSend(signIn, () => undefined, { phone: draft.phone, password });
  const navigate = useNavigate();
  const onProven = (outcome: Awaited<ReturnType<typeof signInByCode>>, proven: ProvenNumber) => {
    if (outcome === "new number") void navigate(withNext("/sign-up", next), { state: { proven } });
  };
  const byCode = useSend(signInByCode, onProven, { phone: draft.phone, code: digits });
  const code = useCode("sign-in", draft.phone);
  const ended = session.status === "signed-out" ? session.end : undefined;
  const submit = () => {
    if (way === "password") byPassword.send({ phone: draft.phone, password });
    else byCode.send({ phone: draft.phone, code: digits });
  };
  return (
    <Page title={texts.welcome} heading="large">
      {ended ? (
        <Notice tone={ended === "left" ? "done" : "attention"}>
          <p>{texts.ended[ended]}</p>
          {/* A whole load of the page: whatever this one knew of its person is gone with it. */}
          {ended === "other" && <a href="/sign-in">{texts.goOnAsOther}</a>}
        </Notice>
      ) : (
        <p>{texts.lead}</p>
      )}
      <SmallForm
        form={way === "password" ? byPassword.form : byCode.form}
        onSubmit={submit}
        submit={texts.signIn}
        after={
          <div className="row-between">
            <Button kind="text" onClick={() => setWay(way === "password" ? "code" : "password")}>
              {way === "password" ? texts.byCode : texts.byPassword}
            </Button>
            <ButtonLink kind="text" to={withNext("/reset-password", next)}>
              {texts.forgotten}
            </ButtonLink>
          </div>
        }
      >
        {way === "password" ? (
          <>
            <PhoneNumberField
              value={draft.phone}
              onChange={(phone) => change({ phone })}
              error={byPassword.fieldError("phone")}
            />
            <PasswordField
              label={texts.password}
              value={password}
              onChange={setPassword}
              error={byPassword.fieldError("password")}
              name="password"
              autoComplete="current-password"
            />
          </>
        ) : (
          <>
            <NumberByCode
              code={code}
              sending={byCode}
              phone={draft.phone}
              onPhone={(phone) => change({ phone })}
              digits={digits}
              onDigits={setDigits}
            />
            {/* Before the number is sent (R52): it may become an account. */}
            <p className="small">{texts.newNumberHint}</p>
            <PrivacyNotice />
          </>
        )}
      </SmallForm>
      <p>
        {texts.noAccount} <Link to={withNext("/sign-up", next)}>{texts.toSignUp}</Link>
      </p>
      <DemoAccounts
        onUse={(account) => {
          setWay("password");
          byPassword.send({ phone: account.phone, password: account.password });
        }}
      />
      <Notice tone="attention">{texts.emergency}</Notice>
    </Page>
  );
}
