import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import styles from "./Card.module.css";

/** A raised leaf for the one thing that matters on a screen; most content needs no card. `calling` adds the teal edge. */
export function Card({ calling = false, children }: { calling?: boolean; children: ReactNode }) {
  return <div className={cx(styles.card, calling && styles.calling)}>{children}</div>;
}

type NoticeTone = "info" | "attention" | "danger" | "done";

/** A sentence that stands out within a page: amber for "look here", red for danger only. */
export function Notice({
  tone = "info",
  icon,
  children,
}: {
  tone?: NoticeTone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={cx(styles.notice, styles[tone])} role={tone === "danger" ? "alert" : undefined}>
      {icon}
      <div className="grow">{children}</div>
    </div>
  );
}
