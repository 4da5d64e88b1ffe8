import "../lib/api/staff-routes.ts";
import { Suspense, useState, type ReactNode } from "react";
import { useSearchParams } from "../lib/router/index.ts";
import { DeskConfirmIdentity } from "../features/accounts/components/DeskConfirmIdentity.tsx";
import { factorsQuery } from "../features/factors/api/factors.ts";
import { DeskIdle } from "../features/sessions/components/DeskIdle.tsx";
import { DeskPassword } from "../features/accounts/components/DeskPassword.tsx";
import { deskPasswordTexts } from "../features/accounts/desk-password.texts.ts";
import { useTexts } from "../lib/i18n/define.ts";
import { useSession } from "../lib/session.tsx";
import { DeskPage } from "../ui/desk/DeskPage.tsx";
import { DeskShell, type DeskNavItem } from "../ui/desk/DeskShell.tsx";
import { DeskBegin, DeskSkeleton } from "../ui/desk/DeskStates.tsx";
import { securityIsOpen, withSecurity } from "../ui/desk/security-place.ts";
import { DeskSignOut } from "./sign-out/DeskSignOut.tsx";
import { laterPart } from "../ui/shared/later.tsx";
import { useSignOut } from "./sign-out/use-sign-out.ts";

// Rarely needed: once for each new colleague, and when a device is lost.
const DeskSecondFactor = laterPart(() => import("../features/factors/components/DeskSecondFactor.tsx"));
const DeskSecurity = laterPart(() => import("./DeskSecurity.tsx"));

interface DeskFrameProps {
  nav: readonly DeskNavItem[];
  tools?: ReactNode;
  children: ReactNode;
}

/**
 * The frame around every page of the desk, whatever the role. Downloaded with the role's pages, because it needs antd.
 */
export function DeskFrame({ nav, tools, children }: DeskFrameProps) {
  const { user } = useSession();
  const signOut = useSignOut({ always: false });
  const [passwordOpen, setPasswordOpen] = useState(false);
  const [search, setSearch] = useSearchParams();
  const showSecurity = (open: boolean) => setSearch((now) => withSecurity(now, open));
  const initial = user?.mustChangePassword ?? false;
  // Stays true until the person has kept the recovery codes, although the session already knows of the factor.
  const [settingUp, setSettingUp] = useState(false);
  if (!initial && user?.secondFactor === "missing" && !settingUp) setSettingUp(true);
  const whole = !initial && !settingUp;
  const changePassword = () => setPasswordOpen(true);
  return (
    <DeskShell
      nav={nav}
      tools={whole ? tools : undefined}
      onChangePassword={changePassword}
      onSecurity={whole ? () => showSecurity(true) : undefined}
      onSignOut={signOut.ask}
    >
      {/* The server opens nothing else before the password is their own (R5) and a second factor is there (R63). */}
      {initial && <InitialPassword onChange={changePassword} />}
      {settingUp && (
        <Suspense fallback={<DeskSkeleton rows={2} />}>
          <DeskSecondFactor onDone={() => setSettingUp(false)} />
        </Suspense>
      )}
      {whole && (
        <Suspense
          fallback={
            <DeskPage title={nav[0]?.label ?? ""}>
              <DeskSkeleton />
            </DeskPage>
          }
        >
          {children}
        </Suspense>
      )}
      {passwordOpen && <DeskPassword onClose={() => setPasswordOpen(false)} />}
      {whole && securityIsOpen(search) && (
        <Suspense>
          <DeskSecurity open onClose={() => showSecurity(false)} />
        </Suspense>
      )}
      <DeskConfirmIdentity factors={factorsQuery} />
      <DeskIdle onSignOut={signOut.ask} />
      <DeskSignOut signOut={signOut} />
    </DeskShell>
  );
}

function InitialPassword({ onChange }: { onChange: () => void }) {
  const texts = useTexts(deskPasswordTexts);
  return (
    <DeskPage title={texts.change}>
      <DeskBegin label={texts.change} onBegin={onChange}>
        {texts.firstLead}
      </DeskBegin>
    </DeskPage>
  );
}
