import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { IconButton } from "../shared/Button.tsx";
import styles from "./Sheet.module.css";

interface SheetProps {
  open: boolean;
  /** Asked for by Esc, the cross and a touch outside; the caller decides. */
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** The sheet's own buttons, kept in reach while the content scrolls. */
  bottom?: ReactNode;
  /**
   * Without cross and without closing by a touch outside: for questions that want an answer.
   * An element with `data-first-focus` takes the focus, else the browser chooses the first control.
   */
  mustAnswer?: boolean;
}

/**
 * Rises from the bottom edge. A modal <dialog>: the browser keeps the focus inside, makes the page behind inert and
 * gives the focus back to where it came from.
 */
export function Sheet({ open, onClose, title, children, bottom, mustAnswer = false }: SheetProps) {
  const texts = useTexts(commonTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element || !open) return undefined;
    const before = document.activeElement;
    if (!element.open) element.showModal();
    element.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open]);

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a touch outside is an extra for the finger; the keyboard has Esc and the cross
    <dialog
      ref={dialog}
      data-face="phone"
      className={styles.sheet}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // Chromium fires `cancel` for Esc and for Android's back gesture. Closing is decided by the caller's state, not
        // by the browser.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && !mustAnswer) onClose();
      }}
    >
      {open && (
        <div className={styles.body}>
          <header className={styles.header}>
            <h2 id={titleId}>{title}</h2>
            {!mustAnswer && <IconButton label={texts.close} icon={<X aria-hidden size={22} />} onClick={onClose} />}
          </header>
          <div className={styles.content}>{children}</div>
          {bottom !== undefined && <div className={styles.bottom}>{bottom}</div>}
        </div>
      )}
    </dialog>
  );
}
