import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "../../lib/router/index.ts";
import styles from "./List.module.css";

export function List({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  );
}

interface ListItemProps {
  title: ReactNode;
  /** A second line; dropped in elder mode when `detailIsSecondary`. */
  detail?: ReactNode;
  detailIsSecondary?: boolean;
  /** Left: an icon or Avatar. */
  leading?: ReactNode;
  /** Right: a value, StatusTag, Time or Switch. */
  trailing?: ReactNode;
  /** Makes the row a link … */
  to?: string;
  /** … or a button. */
  onPress?: () => void;
}

export function ListItem({ title, detail, detailIsSecondary, leading, trailing, to, onPress }: ListItemProps) {
  const content = (
    <>
      {leading !== undefined && <span className={styles.leading}>{leading}</span>}
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        {detail !== undefined && (
          <span className={detailIsSecondary ? `${styles.detail} secondary` : styles.detail}>{detail}</span>
        )}
      </span>
      {trailing !== undefined && <span className={styles.trailing}>{trailing}</span>}
      {(to !== undefined || onPress) && <ChevronRight className={styles.chevron} aria-hidden size={20} />}
    </>
  );
  if (to !== undefined) {
    return (
      <li>
        <Link to={to} className={styles.item}>
          {content}
        </Link>
      </li>
    );
  }
  if (onPress) {
    return (
      <li>
        <button type="button" className={styles.item} onClick={onPress}>
          {content}
        </button>
      </li>
    );
  }
  return (
    <li>
      <div className={styles.item}>{content}</div>
    </li>
  );
}
