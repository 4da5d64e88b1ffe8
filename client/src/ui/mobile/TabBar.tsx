import { CalendarDays, FileText, House, MessageCircle, UserRound, type LucideIcon } from "lucide-react";
import { NavLink } from "../../lib/router/index.ts";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import styles from "./TabBar.module.css";

type Tab = "home" | "reports" | "booking" | "messages" | "me";

const tabs: readonly { name: Tab; to: string; Icon: LucideIcon }[] = [
  { name: "home", to: "/", Icon: House },
  { name: "reports", to: "/reports", Icon: FileText },
  { name: "booking", to: "/booking", Icon: CalendarDays },
  { name: "messages", to: "/messages", Icon: MessageCircle },
  { name: "me", to: "/me", Icon: UserRound },
];

/** The five places of the patient's app. `unread` counts per tab. */
export function TabBar({ unread = {} }: { unread?: Partial<Record<Tab, number>> }) {
  const texts = useTexts(commonTexts);
  return (
    <nav className={styles.bar} aria-label={texts.tabs.label}>
      {tabs.map(({ name, to, Icon }) => {
        const count = unread[name] ?? 0;
        return (
          <NavLink key={name} to={to} end={to === "/"} className={styles.tab}>
            <span className={styles.icon}>
              <Icon aria-hidden size={24} strokeWidth={1.8} />
              {count > 0 && (
                <span className={styles.badge} aria-hidden>
                  {count > 99 ? "99+" : count}
                </span>
              )}
            </span>
            <span>{texts.tabs[name]}</span>
            {count > 0 && <span className="visually-hidden">{texts.unread(count)}</span>}
          </NavLink>
        );
      })}
    </nav>
  );
}
