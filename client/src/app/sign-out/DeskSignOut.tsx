import { Button, Modal } from "antd";
import { useRef } from "react";
import { signOutTexts } from "../../features/accounts/sign-out.texts.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { topLayer, TOP_Z } from "../../ui/desk/top-layer.ts";
import { SignOutWords } from "./SignOutWords.tsx";
import type { SignOut } from "./use-sign-out.ts";

/** Asks before signing out at the desk. Lies above everything, because the warning about idleness leads here too. */
export function DeskSignOut({ signOut }: { signOut: SignOut }) {
  const texts = useTexts(signOutTexts);
  const stay = useRef<HTMLButtonElement>(null);
  const { question, error } = signOut;
  if (!question) return null;
  return (
    <Modal
      open
      zIndex={TOP_Z + 2}
      getContainer={topLayer}
      title={texts.ask}
      onCancel={signOut.stay}
      afterOpenChange={() => stay.current?.focus()}
      footer={
        <>
          <Button ref={stay} onClick={signOut.stay}>
            {texts.stay}
          </Button>
          <Button danger type="primary" loading={signOut.busy} onClick={signOut.leave}>
            {error ? texts.again : texts.leave}
          </Button>
        </>
      }
    >
      <SignOutWords ends={question} error={error} />
    </Modal>
  );
}
