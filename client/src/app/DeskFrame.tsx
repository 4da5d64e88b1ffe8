import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { DeskPassword } from "../features/accounts/components/DeskPassword.tsx";
import { deskPasswordTexts } from "../features/accounts/desk-password.texts.ts";
import { useTexts } from "../lib/i18n/define.ts";
import { useSession } from "../lib/session.tsx";
import { DeskPage } from "../ui/desk/DeskPage.tsx";
import { DeskShell, type DeskNavItem } from "../ui/desk/DeskShell.tsx";
import { DeskEmpty } from "../ui/desk/DeskStates.tsx";
import { useSignOut } from "./use-sign-out.ts";

interface DeskFrameProps {
  nav: readonly DeskNavItem[];
  tools?: ReactNode;
  children: ReactNode;
}

/** What every role of the desk has around its pages. Fetched with the role's tree, for it brings antd. */
export function DeskFrame({ nav, tools, children }: DeskFrameProps) {
  const texts = useTexts(deskPasswordTexts);
  const signOut = useSignOut();
  const initial = useSession().user?.mustChangePassword ?? false;
  const [changing, setChanging] = useState(false);
  const change = () => setChanging(true);
  return (
    <DeskShell nav={nav} tools={initial ? undefined : tools} onChangePassword={change} onSignOut={signOut}>
      {/* The server opens nothing else before the initial password is changed (R5). */}
      {initial ? (
        <DeskPage title={texts.change}>
          <DeskEmpty
            action={
              <Button type="primary" onClick={change}>
                {texts.change}
              </Button>
            }
          >
            {texts.firstLead}
          </DeskEmpty>
        </DeskPage>
      ) : (
        children
      )}
      <DeskPassword open={changing} onClose={() => setChanging(false)} />
    </DeskShell>
  );
}
