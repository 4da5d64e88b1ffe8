import { useState, type ReactNode } from "react";
import { DeskPassword } from "../features/accounts/components/DeskPassword.tsx";
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
  const signOut = useSignOut();
  const first = useSession().user?.mustChangePassword ?? false;
  const [password, setPassword] = useState<"asked" | "wanted" | "closed">(first ? "asked" : "closed");
  return (
    <DeskShell nav={nav} tools={tools} onChangePassword={() => setPassword("wanted")} onSignOut={signOut}>
      {children}
      <DeskPassword open={password !== "closed"} first={password === "asked"} onClose={() => setPassword("closed")} />
    </DeskShell>
  );
}
