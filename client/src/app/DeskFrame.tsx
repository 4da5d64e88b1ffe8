import { Alert, Button, Space } from "antd";
import { useState, type ReactNode } from "react";
import { DeskPassword } from "../features/accounts/components/DeskPassword.tsx";
import { deskPasswordTexts } from "../features/accounts/desk-password.texts.ts";
import { useTexts } from "../lib/i18n/define.ts";
import { useSession } from "../lib/session.tsx";
import { DeskShell, type DeskNavItem } from "../ui/desk/DeskShell.tsx";
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
  const [postponed, setPostponed] = useState(wasPostponed);
  const [changing, setChanging] = useState(false);
  const later = () => {
    setPostponed(true);
    postpone();
  };
  return (
    <DeskShell
      nav={nav}
      tools={tools}
      onChangePassword={() => setChanging(true)}
      onSignOut={signOut}
      notice={
        // A line and no dialog: somebody may be waiting in the visit room.
        initial &&
        !postponed && (
          <Alert
            banner
            type="warning"
            title={texts.firstLead}
            action={
              <Space>
                <Button size="small" onClick={later}>
                  {texts.later}
                </Button>
                <Button size="small" type="primary" onClick={() => setChanging(true)}>
                  {texts.change}
                </Button>
              </Space>
            }
          />
        )
      }
    >
      {children}
      <DeskPassword open={changing} onClose={() => setChanging(false)} />
    </DeskShell>
  );
}

const POSTPONED = "fuzhen.password-later";

/** Put off until this tab is closed: the next working day asks again. */
function wasPostponed(): boolean {
  try {
    return sessionStorage.getItem(POSTPONED) !== null;
  } catch {
    return false;
  }
}

function postpone(): void {
  try {
    sessionStorage.setItem(POSTPONED, "1");
  } catch {
    // Asked again after a reload.
  }
}
