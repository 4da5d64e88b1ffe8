import { LoaderCircle } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link } from "../../lib/router/index.ts";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { cx } from "./cx.ts";
import styles from "./Button.module.css";

type Kind = "primary" | "secondary" | "danger" | "text";

interface Look {
  /** At most one `primary` on a screen: what to do now. */
  kind?: Kind | undefined;
  block?: boolean | undefined;
  icon?: ReactNode;
  children: ReactNode;
}

type ButtonProps = Look & { loading?: boolean } & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children">;

function classOf({ kind = "secondary", block }: Look): string {
  return cx(styles.button, styles[kind], block && styles.block);
}

/** While `loading` it keeps focus and place and ignores presses: a double tap sends once. */
export function Button({ kind, block, icon, loading = false, children, className, onClick, ...rest }: ButtonProps) {
  const texts = useTexts(commonTexts);
  return (
    <button
      type="button"
      {...rest}
      className={cx(classOf({ kind, block, children }), className)}
      aria-busy={loading || undefined}
      aria-disabled={loading || rest["aria-disabled"]}
      onClick={(event) => {
        if (loading) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {loading ? <LoaderCircle className={styles.spinner} aria-hidden size="1.15em" /> : icon}
      <span>{children}</span>
      {loading && <span className="visually-hidden">{texts.working}</span>}
    </button>
  );
}

/** A link that looks like a button: for going somewhere, where Button is for doing something. */
export function ButtonLink({ to, kind, block, icon, children }: Look & { to: string }) {
  return (
    <Link to={to} className={classOf({ kind, block, children })}>
      {icon}
      <span>{children}</span>
    </Link>
  );
}

/** A round button with an icon alone; `label` is what is read aloud. */
export function IconButton({
  label,
  icon,
  className,
  ...rest
}: { label: string; icon: ReactNode } & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children">) {
  return (
    <button type="button" {...rest} className={cx(styles.icon, className)} aria-label={label} title={label}>
      {icon}
    </button>
  );
}
