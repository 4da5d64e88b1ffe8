import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Navigate, useSearchParams } from "../../../lib/router/index.ts";
import type { Me } from "@fuzhen/shared/accounts/account.schema.ts";
import { passByPasskey, passSecondFactor } from "../../../features/accounts/api/pass-second-factor.ts";
import { DemoCode } from "../../../features/accounts/components/DemoCode.tsx";
import { passkeysWork } from "../../../lib/passkey.ts";
import { secondStepTexts } from "../../../features/accounts/second-step.texts.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSession } from "../../../lib/session.tsx";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { TextField } from "../../../ui/shared/Field.tsx";
import { SmallForm } from "../../../ui/mobile/SmallForm.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { afterSignIn, signInPage } from "../../homes.ts";
import { SignOutSheet } from "../../sign-out/SignOutSheet.tsx";
import { useSignOut } from "../../sign-out/use-sign-out.ts";
import { Waiting } from "../../Waiting.tsx";

/** The only page of a half session (R63). A reload stays here; whoever is done, or not signed in, is sent on. */
export default function SecondStep() {
  const session = useSession();
  const next = useSearchParams()[0].get("next");
  if (session.status === "loading") return <Waiting />;
  if (session.status === "signed-out") return <Navigate to={signInPage(session, next)} replace />;
  if (session.user.secondFactor !== "required") return <Navigate to={afterSignIn(session.user, next)} replace />;
  return <Ways user={session.user} />;
}

function Ways({ user }: { user: Me }) {
  const texts = useTexts(secondStepTexts);
  const common = useTexts(commonTexts);
  const signOut = useSignOut({ always: false });
  const [method, setMethod] = useState<"totp" | "recovery-code">("totp");
  const [code, setCode] = useState("");
  const byCode = useSend(passSecondFactor, () => undefined, { code });
  const byPasskey = useSend(passByPasskey, () => undefined);
  const hasPasskey = user.secondFactorKinds.includes("passkey");
  const withPasskey = hasPasskey && passkeysWork();
  const hasApp = user.secondFactorKinds.includes("totp");
  const recovery = method === "recovery-code";
  const change = (to: typeof method) => {
    setMethod(to);
    setCode("");
    byCode.clear();
  };
  return (
    <Page title={texts.title} heading="large">
      <p>{texts.lead(user.displayName)}</p>
      {withPasskey && (
        <SmallForm
          form={byPasskey.form}
          onSubmit={() => byPasskey.send(undefined)}
          submit={texts.passkey}
          icon={<KeyRound aria-hidden size={20} />}
        />
      )}
      {hasPasskey && !withPasskey && <Notice tone="attention">{texts.passkeyAway}</Notice>}
      {(hasApp || recovery) && (
        <SmallForm
          form={byCode.form}
          onSubmit={() => byCode.send({ method, code })}
          submit={texts.verify}
          kind={withPasskey ? "secondary" : "primary"}
          after={!recovery && <DemoCode name={user.displayName} onCode={setCode} />}
        >
          <TextField
            key={method}
            label={recovery ? texts.recoveryCode : texts.code}
            hint={recovery ? texts.recoveryHint : texts.codeHint}
            value={code}
            onChange={setCode}
            error={byCode.fieldError("code") && (recovery ? texts.recoveryWrong : byCode.fieldError("code"))}
            name="code"
            inputMode={recovery ? "text" : "numeric"}
            autoComplete={recovery ? "off" : "one-time-code"}
            autoCapitalize="none"
            spellCheck={false}
            limit={40}
          />
        </SmallForm>
      )}
      <div className="row-between">
        {recovery ? (
          <Button kind="text" onClick={() => change("totp")}>
            {hasApp ? texts.back : common.back}
          </Button>
        ) : (
          <Button kind="text" onClick={() => change("recovery-code")}>
            {texts.useRecovery}
          </Button>
        )}
        <Button kind="text" loading={signOut.busy} onClick={signOut.ask}>
          {texts.other}
        </Button>
      </div>
      <SignOutSheet signOut={signOut} />
    </Page>
  );
}
