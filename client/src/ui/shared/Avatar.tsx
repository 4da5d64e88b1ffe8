import { cx } from "./cx.ts";
import styles from "./Avatar.module.css";

/** The photo, or the family name's first character. Decorative: the name always stands beside it. */
export function Avatar({
  name,
  photo,
  size = "medium",
}: {
  name: string;
  photo?: string;
  size?: "small" | "medium" | "large";
}) {
  return (
    <span className={cx(styles.avatar, styles[size])} aria-hidden>
      {photo === undefined ? [...name][0] : <img src={photo} alt="" />}
    </span>
  );
}
