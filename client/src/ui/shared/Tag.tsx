import { Check, CircleAlert, Clock, OctagonAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import styles from "./Tag.module.css";

export type TagTone = "plain" | "active" | "attention" | "danger" | "done";

/** A word in a soft box: a department, a title, 线下确诊. */
export function Tag({ tone = "plain", children }: { tone?: TagTone; children: ReactNode }) {
  return <span className={cx(styles.tag, styles[tone])}>{children}</span>;
}

const signs: Record<Exclude<TagTone, "plain">, LucideIcon> = {
  active: Clock,
  attention: CircleAlert,
  danger: OctagonAlert,
  done: Check,
};

/** A state: colour never alone, always with its sign and word. */
export function StatusTag({ tone, children }: { tone: Exclude<TagTone, "plain">; children: ReactNode }) {
  const Sign = signs[tone];
  return (
    <span className={cx(styles.tag, styles[tone])}>
      <Sign aria-hidden size="1.05em" strokeWidth={2.2} />
      {children}
    </span>
  );
}
