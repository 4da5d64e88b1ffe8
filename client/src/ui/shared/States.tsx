import type { ReactNode } from "react";
import { ApiError } from "../../lib/api/api-error.ts";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { useErrorText } from "../../lib/i18n/errors.ts";
import { cx } from "./cx.ts";
import { Button, ButtonLink } from "./Button.tsx";
import styles from "./States.module.css";

/** One grey shape. Compose them into the real shape of what is coming, within a `Loading`. */
export function Skeleton({ shape = "line" }: { shape?: "line" | "short" | "title" | "block" | "round" }) {
  return <span className={cx(styles.skeleton, styles[shape])} aria-hidden />;
}

/** Says once to a screen reader that something is coming. */
export function Loading({ children }: { children: ReactNode }) {
  const texts = useTexts(commonTexts);
  return (
    <output className="stack">
      <span className="visually-hidden">{texts.loading}</span>
      {children}
    </output>
  );
}

/** The shape of a List with `rows` rows. */
export function ListSkeleton({ rows = 3, leading = false }: { rows?: number; leading?: boolean }) {
  return (
    <Loading>
      <div className={styles.rows}>
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className={styles.rowShape}>
            {leading && <Skeleton shape="round" />}
            <span className="stack-tight grow">
              <Skeleton />
              <Skeleton shape="short" />
            </span>
          </div>
        ))}
      </div>
    </Loading>
  );
}

/** One sentence, one action. */
export function EmptyState({ icon, children, action }: { icon?: ReactNode; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.state}>
      {icon !== undefined && <span className={styles.sign}>{icon}</span>}
      <p>{children}</p>
      {action}
    </div>
  );
}

/**
 * What happened and a way on. Give the thrown `error` as it is; give `onRetry` when trying again makes sense. An address
 * that is wrong or somebody else's leads home instead: asking again changes nothing.
 */
export function ErrorState({ error, onRetry, retrying }: { error: unknown; onRetry?: () => void; retrying?: boolean }) {
  const texts = useTexts(commonTexts);
  const errorText = useErrorText();
  const code = error instanceof ApiError ? error.code : "";
  // A broken id in an address is no field that anybody has filled in.
  const isBroken = code === "invalid_input";
  return (
    <div className={styles.state} role="alert">
      <p>{isBroken ? texts.notFound.hint : errorText(error)}</p>
      {isBroken || code === "not_found" || code === "forbidden" ? (
        <ButtonLink to="/">{texts.notFound.home}</ButtonLink>
      ) : (
        onRetry && (
          <Button loading={retrying ?? false} onClick={onRetry}>
            {texts.retry}
          </Button>
        )
      )}
    </div>
  );
}
