import { signOutTexts } from "../../features/accounts/sign-out.texts.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { ConfirmSheet } from "../../ui/mobile/ConfirmSheet.tsx";
import { SignOutWords } from "./SignOutWords.tsx";
import type { SignOut } from "./use-sign-out.ts";

/** The question of signing out on the phone. */
export function SignOutSheet({ signOut }: { signOut: SignOut }) {
  const texts = useTexts(signOutTexts);
  const { question, error } = signOut;
  return (
    <ConfirmSheet
      open={question !== null}
      title={texts.ask}
      confirm={error ? texts.again : texts.leave}
      decline={texts.stay}
      busy={signOut.busy}
      onConfirm={signOut.leave}
      onClose={signOut.stay}
    >
      {question && <SignOutWords ends={question} error={error} />}
    </ConfirmSheet>
  );
}
