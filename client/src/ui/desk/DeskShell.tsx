import { Dropdown, type MenuProps } from "antd";
import { ChevronDown, type LucideIcon } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { NavLink, useLocation } from "../../lib/router/index.ts";
import { useConnection } from "../../lib/connection.ts";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { setPrefs, usePrefs } from "../../lib/prefs.ts";
import { useSession } from "../../lib/session.tsx";
import { Avatar } from "../shared/Avatar.tsx";
import { DeskProvider } from "./DeskProvider.tsx";
import { deskTexts } from "./desk.texts.ts";
import styles from "./DeskShell.module.css";
import { PaneBoundary } from "./PaneBoundary.tsx";
import { useKeptFocus } from "./use-kept-focus.ts";

export interface DeskNavItem {
  to: string;
  label: string;
  Icon: LucideIcon;
  /** Shown on the icon: how many wait. */
  count?: number;
  /** Active for this path alone, not for those below it. */
  end?: boolean;
}

interface DeskShellProps {
  nav: readonly DeskNavItem[];
  /** In the header, before the account: the bell. */
  tools?: ReactNode;
  onChangePassword: () => void;
  /** 登录与安全; not there while it is not open to this person yet. */
  onSecurity: (() => void) | undefined;
  onSignOut: () => void;
  children: ReactNode;
}

/** The desk's frame: a slim rail of places, a header that says where and who, and all the rest for the work. */
export function DeskShell({ nav, tools, children, ...account }: DeskShellProps) {
  const texts = useTexts(commonTexts);
  const desk = useTexts(deskTexts);
  const here = placeAt(useLocation().pathname, nav);
  const shell = useRef<HTMLDivElement>(null);
  useKeptFocus(shell);
  return (
    <DeskProvider>
      <div ref={shell} data-face="desk" className={styles.shell}>
        <a href="#desk-main" className={styles.skip}>
          {desk.skip}
        </a>
        <nav className={styles.rail} aria-label={desk.nav}>
          <img src="/icon.svg" alt={texts.appName} width={36} height={36} className={styles.mark} />
          {nav.map(({ to, label, Icon, count = 0, end }) => (
            <NavLink key={to} to={to} end={end ?? to !== here} className={styles.place}>
              <span className={styles.icon}>
                <Icon aria-hidden size={22} strokeWidth={1.8} />
                {count > 0 && <span className={styles.count}>{count}</span>}
              </span>
              {label}
            </NavLink>
          ))}
        </nav>
        <DeskHeader tools={tools} {...account} />
        <main id="desk-main" tabIndex={-1} className={styles.main}>
          <div className={styles.page}>
            {/* Another place of the rail is another try. */}
            <PaneBoundary key={here}>{children}</PaneBoundary>
          </div>
        </main>
      </div>
    </DeskProvider>
  );
}

/** The place a path belongs to: of those above it the nearest, so that one place may lie below another. */
const placeAt = (path: string, nav: readonly DeskNavItem[]): string | undefined =>
  nav
    .map(({ to }) => to)
    .filter((to) => path === to || path.startsWith(`${to}/`))
    .toSorted((a, b) => b.length - a.length)[0];

type HeaderProps = Pick<DeskShellProps, "tools" | "onChangePassword" | "onSecurity" | "onSignOut">;

function DeskHeader({ tools, ...account }: HeaderProps) {
  const texts = useTexts(commonTexts);
  const { user } = useSession();
  const { online, live } = useConnection();
  const name = user?.displayName ?? "";
  return (
    <header className={styles.header}>
      <p className={styles.organization}>{user?.organization?.name ?? texts.appName}</p>
      <output className={styles.line}>
        {!online && texts.offline.title}
        {online && live === "reconnecting" && texts.reconnecting}
      </output>
      <PaneBoundary compact>{tools}</PaneBoundary>
      <AccountMenu name={name} {...account} />
    </header>
  );
}

function AccountMenu({ name, onChangePassword, onSecurity, onSignOut }: Omit<HeaderProps, "tools"> & { name: string }) {
  const texts = useTexts(commonTexts);
  const desk = useTexts(deskTexts);
  const { language, theme } = usePrefs();
  const items: MenuProps["items"] = [
    {
      type: "group",
      label: desk.language,
      children: [
        { key: "zh", label: texts.languageName.zh, onClick: () => setPrefs({ language: "zh" }) },
        { key: "en", label: texts.languageName.en, onClick: () => setPrefs({ language: "en" }) },
      ],
    },
    {
      type: "group",
      label: desk.theme,
      children: [
        { key: "system", label: desk.themeSystem, onClick: () => setPrefs({ theme: "system" }) },
        { key: "light", label: desk.themeLight, onClick: () => setPrefs({ theme: "light" }) },
        { key: "dark", label: desk.themeDark, onClick: () => setPrefs({ theme: "dark" }) },
      ],
    },
    { type: "divider" },
    ...(onSecurity ? [{ key: "security", label: desk.security, onClick: onSecurity }] : []),
    { key: "password", label: desk.password, onClick: onChangePassword },
    { key: "sign-out", label: desk.signOut, onClick: onSignOut },
  ];
  return (
    <Dropdown menu={{ items, selectedKeys: [language, theme] }} trigger={["click"]} placement="bottomRight">
      <button type="button" className={styles.account}>
        <Avatar name={name} size="small" />
        <span className={styles.name}>{name}</span>
        <span className="visually-hidden">{desk.account}</span>
        <ChevronDown aria-hidden size={16} />
      </button>
    </Dropdown>
  );
}
