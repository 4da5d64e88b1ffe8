import type { ReactNode } from "react";
import styles from "./Section.module.css";

/** A part of a page under its own small heading. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <div className="row-between">
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
