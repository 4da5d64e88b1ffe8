import { ChevronLeft } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { useLocation, useNavigate } from "../../lib/router/index.ts";
import { firstPageKey } from "../../lib/first-page.ts";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { cx } from "../shared/cx.ts";
import { IconButton } from "../shared/Button.tsx";
import styles from "./Page.module.css";

interface PageProps {
  title: string;
  /** Where back leads when the page was opened directly; leave out on the five tab pages. */
  back?: string;
  /** At the right end of the header: one IconButton or text Button. */
  action?: ReactNode;
  /** The main action, within thumb reach, above the keyboard and the phone's own bar. */
  bottom?: ReactNode;
  /** "large" for tab pages and single-purpose pages such as sign-in. */
  heading?: "bar" | "large";
  children: ReactNode;
}

/** One screen of the phone: a header that stays, content that scrolls, and the one action at the bottom. */
export function Page({ title, back, action, bottom, heading = "bar", children }: PageProps) {
  const texts = useTexts(commonTexts);
  const navigate = useNavigate();
  const { key } = useLocation();
  const h1 = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · ${texts.appName}`;
  }, [title, texts]);

  // A new page starts at its top, with the focus on its title for screen readers. The page this document started with
  // is left alone.
  useEffect(() => {
    if (key === firstPageKey) return;
    window.scrollTo(0, 0);
    h1.current?.focus({ preventScroll: true });
  }, [key]);

  const goBack = () => {
    if (key === "default") navigate(back ?? "/", { replace: true });
    else navigate(-1);
  };

  return (
    <div className={styles.page}>
      <header className={cx(styles.header, heading === "large" && styles.large)}>
        {back !== undefined && (
          <IconButton label={texts.back} icon={<ChevronLeft aria-hidden size={26} />} onClick={goBack} />
        )}
        <h1 ref={h1} tabIndex={-1}>
          {title}
        </h1>
        {action !== undefined && <div className={styles.action}>{action}</div>}
      </header>
      <main className={styles.main}>{children}</main>
      {bottom !== undefined && <footer className={styles.bottom}>{bottom}</footer>}
    </div>
  );
}
