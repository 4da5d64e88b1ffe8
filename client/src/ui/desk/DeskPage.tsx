import { useContext, useEffect, useRef, type ReactNode } from "react";
import { useLocation } from "../../lib/router/index.ts";
import { firstPageKey } from "../../lib/first-page.ts";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import styles from "./DeskPage.module.css";
import { TitleCount } from "./title-count.ts";

interface DeskPageProps {
  title: string;
  /** Right of the title: filters, and the one main button last. */
  actions?: ReactNode;
  /** Takes the whole height without margins: for a workbench of panes. The title is then for screen readers only. */
  bare?: boolean;
  children: ReactNode;
}

export function DeskPage({ title, actions, bare = false, children }: DeskPageProps) {
  const texts = useTexts(commonTexts);
  const { key } = useLocation();
  const waiting = useContext(TitleCount);
  const h1 = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${title} · ${texts.appName}`;
  }, [title, texts, waiting]);

  useEffect(() => {
    if (key !== firstPageKey) h1.current?.focus({ preventScroll: true });
  }, [key]);

  const heading = (
    <h1 ref={h1} tabIndex={-1} className={bare ? "visually-hidden" : undefined}>
      {title}
    </h1>
  );
  if (bare) {
    return (
      <div className={styles.bare}>
        {heading}
        {children}
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        {heading}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
